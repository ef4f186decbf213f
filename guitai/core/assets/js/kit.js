// Starts what makes pages nicer; every page works without it.
import { initAll } from "./govuk-frontend.js";
import { startAll as confirmBeforeSubmit } from "./confirm_before_submit.js";
import { startAll as submitOnce } from "./submit_once.js";
import { startAll as printThis } from "./print_this.js";
import { startAll as signaturePad } from "./signature_pad.js";
import { startAll as checkAll } from "./check_all.js";
import { startAll as listKeys } from "./list_keys.js";
import { startAll as caseKeys } from "./case_keys.js";
import { startAll as lookAtFiles } from "./look_at_files.js";
import { startAll as openWhatIsLinked } from "./open_what_is_linked.js";

initAll();
confirmBeforeSubmit();
submitOnce();
printThis();
signaturePad();
checkAll();
listKeys();
caseKeys();
lookAtFiles();
openWhatIsLinked();
