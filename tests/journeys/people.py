"""Who acts in the journeys: citizens of the stories and officials of the county, each with a browser."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

from guitai.accounts.models import Account, Person
from guitai.cases import journey, prefill
from guitai.cases import queries as cases
from guitai.cases.models import Case
from guitai.catalogue import queries as catalogue
from guitai.eforms import queries as drafts
from guitai.eforms.terms import Answer
from tests.journeys.browsing import SUBMITTED, Typed, send_form

SERVICE = "national_pension_premium_share"
ALLOWANCE = "elderly_living_allowance"
START = f"/apply/{SERVICE}/"
PAGES = re.compile(r"^/drafts/(?P<draft>[0-9a-f-]{36})/(?P<page>[a-z]+)/$")
USUAL: dict[str, Typed] = {
    "you": {"phone": "0912345678", "notice_by": "email", "email": "me@example.com"},
    "home": {"lives_at_registered_address": "yes", "abroad_last_year": "short"},
    "family": {},
    "income": {"pay_changed": "no", "has_other_income": "no", "savings_changed": "no"},
    "benefits": {},
    "situation": {},
    "account": {"wants_refund_account": "no"},
    "documents": {},
    "declaration": {"declares_true": "yes", "will_tell_changes": "yes"},
}
UNSAID = {"co_living": "no"}  # the register cannot say who lives together with somebody of another household
USUAL_ANSWERS: dict[str, Answer] = {
    "phone": "0912345678",
    "notice_by": "email",
    "email": "me@example.com",
    "lives_at_registered_address": True,
    "pay_changed": False,
    "has_other_income": False,
    "wants_refund_account": False,
    "abroad_last_year": "short",
    "savings_changed": False,
    "gives_up_other": True,
    "declares_true": True,
    "will_tell_changes": True,
}
ACTOR = "system:journeys"


@dataclass
class Citizen:
    """One person of people.json in front of a browser."""

    story: dict[str, Any]
    person: Person
    account: Account
    client: Client = field(default_factory=Client)

    @property
    def ref(self) -> str:
        return self.person.ref

    @property
    def last_four(self) -> str:
        return str(self.story["number"])[-4:]

    @property
    def service(self) -> str:
        """Answer what this story is about."""
        return str(self.story.get("benefit", SERVICE))

    @property
    def own_account(self) -> Typed:
        account = self.story["account"]
        return {
            "wants_refund_account": "yes",
            "refund_account-bank": account["bank"],
            "refund_account-number": account["number"],
            "refund_account-holder": self.story["name"],
        }

    def begin(self, service: str = "") -> str:
        """Consent, and answer the draft that is open then."""
        answer = self.client.post(f"/apply/{service or self.service}/", {"consent": "yes"})
        found = PAGES.match(answer.headers["Location"])
        assert found is not None, answer.headers["Location"]
        return found["draft"]

    def fill(self, draft: str, **changes: Typed) -> str:
        """Go through all pages as they come; answer the address of the last one, where everything is checked."""
        path = f"/drafts/{draft}/you/"
        while not path.endswith("/check/"):
            page = path.split("/")[-2]
            answer = send_form(self.client, path, {**self._usual(page), **changes.get(page, {})}, unsaid=UNSAID)
            assert answer.status_code == SUBMITTED, errors_of(answer)
            path = answer.headers["Location"]
        return path

    def _usual(self, page: str) -> Typed:
        email = {"email": self.story["email"]} if self.story["email"] else {"notice_by": "letter", "email": ""}
        paid_into = self.own_account if self.service == ALLOWANCE else {}
        return {**USUAL[page], **{"you": email, "account": paid_into}.get(page, {})}

    def send(self, draft: str) -> Case:
        answer = self.client.post(f"/drafts/{draft}/check/")
        assert answer.status_code == SUBMITTED, errors_of(answer)
        return cases.case_of(self.ref, answer.headers["Location"].split("/")[2])

    def apply(self, **changes: Typed) -> Case:
        """Everything from the consent to the receipt."""
        draft = self.begin()
        self.fill(draft, **changes)
        return self.send(draft)

    def hand_in(self, now: datetime, **answers: Answer) -> Case:
        """The application is sent without a browser: for stories that begin after the receipt."""
        service = catalogue.service(self.service)
        application = journey.open_application(self.person, service, consent_text="同意", actor=ACTOR, now=now)
        prefill.fetch_and_show(application, self.person, actor=ACTOR, now=now)
        draft = drafts.draft_of(self.ref, application.draft)
        fetched = {key: each.value for key, each in drafts.known_of(draft).prefilled.items()}
        family = fetched.get("members")
        listed = family if isinstance(family, list) else []
        members: list[Answer] = [{"co_living": False, **each} for each in listed if isinstance(each, dict)]
        draft.answers = {**USUAL_ANSWERS, **self._paid_into(), **fetched, "members": members, **answers}
        draft.save(update_fields=["answers"])
        return journey.submit(application.draft, self.person, actor=ACTOR, now=now)

    def _paid_into(self) -> dict[str, Answer]:
        account = self.story["account"]
        told: dict[str, Answer] = {"bank": account["bank"], "branch": "", "number": account["number"]}
        return {"refund_account": {**told, "holder": self.story["name"]}} if self.service == ALLOWANCE else {}


@dataclass
class Officer:
    """One official in front of a browser."""

    account: Account
    client: Client = field(default_factory=Client)

    def open(self, case: Case) -> HttpResponse:
        return self.client.get(f"/desk/cases/{case.reference}/")

    def revision_of(self, case: Case) -> int:
        case.item.refresh_from_db()
        return case.item.revision

    def move(self, case: Case, key: str, *, revision: int | None = None, **typed: str) -> HttpResponse:
        """Press the button of this move, as the page shows it now or as it stood at an earlier revision."""
        stands_at = self.revision_of(case) if revision is None else revision
        return self.client.post(f"/desk/cases/{case.reference}/moves/{key}/", {"revision": stands_at, **typed})

    def buttons(self, case: Case) -> set[str]:
        """Answer the moves the page offers."""
        tree = html.fromstring(self.open(case).content.decode())
        found = (re.search(r"/moves/([a-z_]+)/$", form.action or "") for form in tree.forms)
        return {match[1] for match in found if match}


def errors_of(answer: HttpResponse) -> str:
    """Answer what a refused page complains about, for the message of a failing test."""
    tree = html.fromstring(answer.content.decode())
    found = tree.xpath("//*[contains(@class,'error-message') or contains(@class,'error-summary__list')]")
    return f"{answer.status_code}: " + " | ".join(" ".join(each.text_content().split()) for each in found)
