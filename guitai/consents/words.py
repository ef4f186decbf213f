"""How pages call what a consent holds; services and facts are named by whoever knows them (settings.CONSENT_NAMING)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from guitai.consents.terms import Capacity, Means

CAPACITIES: dict[Capacity, str | Promise] = {
    Capacity.SELF: _("for herself or himself"),
    Capacity.AGENT: _("official agent"),
    Capacity.RELATIVE: _("relative"),
    Capacity.GUARDIAN: _("guardian appointed by a court"),
}
MEANS: dict[Means, str | Promise] = {
    Means.OWN_ACCOUNT: _("on line, in the own account"),
    Means.SIGNATURE: _("signed by hand on the screen"),
    Means.PHONE_CODE: _("by a code sent to the telephone"),
    Means.WITNESSED_MARK: _("by a mark that two witnesses attest"),
}


BEHIND_SOURCE = "："  # between a register and what it gives, in both languages


@dataclass(frozen=True)
class Naming:
    """Names a service by its key, and a fact such as ``tax.work`` by the register and what it gives."""

    service: Callable[[str], str]
    fact: Callable[[str], str]


def naming() -> Naming:
    found: Naming = import_string(settings.CONSENT_NAMING)
    return found
