"""What the pages of agents and of relatives share: the code to the telephone, what went wrong, and people's lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases import signing
from guitai.consents.models import Consent
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Link, Problem
from guitai.notices.terms import NoticeError

FIELDS = ("signature", "phone", "mark", "witness_1_name", "witness_2_name", "witness_1", "witness_2")
WAYS = (
    Link(gettext_lazy("A code to her telephone"), "#by-phone"),
    Link(gettext_lazy("A mark, with two witnesses"), "#by-mark"),
)
FIELD_OF_MEANS = {"signature": "signature", "phone_code": "code", "send_code": "phone", "witnessed_mark": "mark"}


@dataclass(frozen=True)
class PersonLine:
    """Somebody one acts for, until when, and the consent that says so."""

    consent: str
    name: str
    until: date


def people_of(mandates: Iterable[Consent]) -> list[PersonLine]:
    return [PersonLine(str(each.pk), accounts.person(each.subject).name, each.until) for each in mandates]


def send_code(request: HttpRequest, person: Person, *, representative: str, actor: str) -> tuple[str, str]:
    """Answer what is wrong, and the number that has the code now."""
    phone = request.POST.get("phone", "")
    try:
        sent = signing.send_code(person, phone, representative=representative, actor=actor, now=clock.now())
    except (ConsentRefused, NoticeError) as refusal:
        return str(refusal), ""
    return "", sent


def problems(request: HttpRequest, problem: str, field: str = "") -> dict[str, object]:
    """Answer what the page says is wrong, where, and what was typed or drawn so far."""
    means = request.POST.get("means", "")
    where = field or FIELD_OF_MEANS.get(means, "signature")
    return {
        "ways": WAYS,
        "problem": problem,
        "problem_at": where if problem else "",
        "problems": [Problem(problem, where)] if problem else [],
        "means": means,
        "typed": {name: request.POST.get(name, "") for name in FIELDS},
    }
