// Starts what makes pages nicer; every page works without it.
import { initAll } from "./govuk-frontend.js";
import { startAll as confirmBeforeSubmit } from "./confirm_before_submit.js";
import { startAll as submitOnce } from "./submit_once.js";
import { startAll as printThis } from "./print_this.js";
import { startAll as signaturePad } from "./signature_pad.js";
import { startAll as checkAll } from "./check_all.js";
import { startAll as listKeys } from "./list_keys.js";

initAll();
confirmBeforeSubmit();
submitOnce();
printThis();
signaturePad();
checkAll();
listKeys();
