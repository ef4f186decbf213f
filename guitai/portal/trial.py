"""A trial calculation: answers travel sealed inside the page, nothing is kept on either side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core import signing

from guitai.eforms import facts
from guitai.eforms.terms import Answer, Answers, Form
from guitai.rules.situation import Situation

SALT = "guitai.portal.trial"
LONGEST_SEAL = 200_000  # characters; a household of forty fits twice
SELF = "self"


def seal(answers: Answers) -> str:
    """Answer a text for a hidden field; whoever changes it starts anew."""
    return signing.dumps(answers, salt=SALT, compress=True)


def unseal(text: str) -> dict[str, Answer]:
    """Answer what was sealed; nothing when it was not sealed here."""
    try:
        answers = signing.loads(text[:LONGEST_SEAL], salt=SALT)
    except signing.BadSignature:
        return {}
    return dict(answers)


def situation(form: Form, answers: Answers, *, region: str, on: date) -> Situation:
    """Answer the household, registered in this county, as the rules read it."""
    part: Mapping[str, Any] = facts.situation_part(form, answers)
    applicant = {"id": SELF, "relation": SELF, **part["self"]}
    raw = {
        "id": "trial",
        "on": on.isoformat(),
        "region": region,
        "persons": [applicant, *part["persons"]],
        "facts": part["facts"],
    }
    return Situation.read(raw, where="trial")
