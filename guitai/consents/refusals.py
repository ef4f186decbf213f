"""What is said when a consent cannot be given like this."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guitai.consents.policies import Lack

WORDS: dict[Lack, str | Promise] = {
    Lack.NOT_FOR_HERSELF: _("Nobody needs a consent to act for herself."),
    Lack.NOT_THE_PERSON: _("Only the person concerned can give this consent."),
    Lack.INCOMPLETE: _("A consent names its purpose, its services, its facts and the words that were shown."),
    Lack.OVER: _("The last day of the consent is already over."),
    Lack.NOBODY_TO_ACT: _("The consent must say who acts, by name."),
    Lack.NO_EVIDENCE: _("Whoever lets somebody else act signs for it, or agrees by a code or a witnessed mark."),
    Lack.NOT_SIGNED: _("Nobody has signed yet. Sign in the box, or choose another way below it."),
    Lack.NO_PHONE: _("Enter the telephone number that the code is sent to."),
    Lack.NO_MARK: _("Make the mark in the box, or take a photo of the paper with the mark or fingerprint."),
    Lack.WITNESSES: _(
        "A mark needs two different witnesses who sign by hand; whoever is to act cannot be one (Civil Code, art. 3)."
    ),
    Lack.NO_PAPERS: _("A guardian shows the court's ruling: take a photo of it or choose the file."),
}
