"""The words of looks: in what way data were used, and what came of a question."""

from django.utils.translation import gettext_lazy as _

from guitai.audit.purposes import Kind
from guitai.core.kit import Words

KINDS: dict[Kind, Words] = {
    Kind.PAGE: _("Looked at on a page"),
    Kind.FILE: _("Opened a file"),
    Kind.EXPORT: _("Downloaded a list"),
    Kind.PRINT: _("Printed on paper"),
    Kind.JOB: _("Processed by the system"),
    Kind.COMMAND: _("Maintenance by the operator"),
    Kind.QUESTION: _("Asked another agency"),
    Kind.API: _("Told another system"),
}
OUTCOMES: dict[str, Words] = {
    "gateway.asked": _("asked"),
    "gateway.reused": _("an earlier answer was used"),
    "gateway.not_asked": _("not asked: no consent"),
}
