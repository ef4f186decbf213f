"""Applications for the living allowance of old people, sent without a browser and judged by the worker."""

from datetime import datetime

from guitai.cases import journey, prefill
from guitai.cases.models import Case
from guitai.catalogue import actions as publishing
from guitai.catalogue import queries as catalogue
from guitai.eforms import queries as drafts
from guitai.eforms.terms import Answer
from tests.journeys.conftest import SERVICES
from tests.journeys.people import ACTOR, Citizen

ALLOWANCE = "elderly_living_allowance"
USUAL: dict[str, Answer] = {
    "phone": "0912345678",
    "notice_by": "email",
    "email": "mother@example.com",
    "lives_at_registered_address": True,
    "abroad_last_year": "short",
    "pay_changed": False,
    "has_other_income": False,
    "savings_changed": False,
    "declares_true": True,
    "will_tell_changes": True,
}


def publish(now: datetime) -> None:
    publishing.publish(SERVICES / "tw" / "elderly-living-allowance", actor=ACTOR, now=now)


def hand_in(me: Citizen, now: datetime) -> Case:
    """The application is sent with the person's own account."""
    application = journey.open_application(
        me.person, catalogue.service(ALLOWANCE), consent_text="同意", actor=ACTOR, now=now
    )
    prefill.fetch_and_show(application, me.person, actor=ACTOR, now=now)
    draft = drafts.draft_of(me.ref, application.draft)
    family = drafts.known_of(draft).prefilled.get("members")
    listed = family.value if family and isinstance(family.value, list) else []
    members: list[Answer] = [{"co_living": False, **each} for each in listed if isinstance(each, dict)]
    told = me.story["account"]
    account: Answer = {"bank": told["bank"], "branch": "", "number": told["number"], "holder": me.story["name"]}
    draft.answers = {**USUAL, "members": members, "refund_account": account}
    draft.save(update_fields=["answers"])
    return journey.submit(application.draft, me.person, actor=ACTOR, now=now)
