"""An application begins: by the applicant herself, or by who acts for her under a consent already given."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from guitai.accounts.models import Person
from guitai.audit import actions as audit
from guitai.cases import queries
from guitai.cases.models import Application
from guitai.cases.terms import AlreadyOpen
from guitai.catalogue.terms import Service
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity
from guitai.core.keys import ring
from guitai.core.keys.terms import Scope
from guitai.eforms import actions as eforms
from guitai.eforms import queries as drafts
from guitai.eforms.terms import Answer, Answers, Form, Question, QuestionType

# Said anew in every application: what one declares, and files, which belong to the draft they were added to.
NEVER_OFFERED = frozenset({QuestionType.DECLARATION, QuestionType.ATTACHMENT})
LATELY = timedelta(days=30)


@transaction.atomic
def begin(
    person: Person, service: Service, *, consent: Consent, actor: str, words: str = "", now: datetime
) -> Application:
    """The person has a draft under this consent, with what was typed in earlier ones. Raises AlreadyOpen."""
    earlier = queries.open_case(person.ref, service.key)
    if earlier:
        raise AlreadyOpen(earlier.reference)
    going = queries.open_application(person.ref, service.key)
    if going and going.edition == service.number:
        return replace_consent(going, consent, actor=actor, now=now)
    ring.prepare(person.ref, [(service.agency_code, scope) for scope in Scope])
    offered = said_before(person.ref, service.form, now=now)
    draft = eforms.open_draft(
        person.ref, service.key, str(service.number), now=now, answers=offered, actor=actor if words else ""
    )
    audit.record("cases.open", actor=actor, thing=f"draft:{draft.pk}", subject=person.ref, basis=str(consent), now=now)
    application, _is_new = Application.objects.update_or_create(
        draft=draft.pk,
        defaults={
            "applicant": person.ref,
            "service_key": service.key,
            "edition": service.number,
            "agency_code": service.agency_code,
            "consent": str(consent.pk),
            "opened_at": now,
            "opened_by": actor if words else "",
            "opened_by_words": words,
            "capacity": consent.capacity if words else Capacity.SELF.value,
        },
    )
    return application


@transaction.atomic
def replace_consent(application: Application, consent: Consent, *, actor: str, now: datetime) -> Application:
    """From now on the application's look-ups go on this consent; the record keeps which one it was before."""
    before = application.consent
    if before == str(consent.pk):
        return application
    application.consent = str(consent.pk)
    application.save(update_fields=["consent"])
    audit.record(
        "cases.consent_replaced",
        actor=actor,
        thing=f"draft:{application.draft}",
        subject=application.applicant,
        basis=str(consent),
        detail={"before": f"consent:{before}"},
        now=now,
    )
    return application


def said_before(person: str, form: Form, *, now: datetime) -> dict[str, Answer]:
    """Answer what this person typed elsewhere for the questions of this form, the newest first.

    What was said lately holds; of older applications only how to reach somebody, and the account.
    """
    questions = [question for page in form.pages for question in page.questions if question.type not in NEVER_OFFERED]
    lasting = {question.key for question in questions if question.role}
    found: dict[str, Answer] = {}
    for answers, said_at in _earlier(person):
        wanted = {question.key for question in questions} if now - said_at < LATELY else lasting
        asked = [question for question in questions if question.key in wanted & answers.keys()]
        found = {question.key: _offered(question, answers[question.key]) for question in asked} | found
    return found


def _offered(question: Question, answer: Answer) -> Answer:
    """Answer what may be shown again; of the people of a list everything but their files."""
    if question.type is not QuestionType.GROUP or not isinstance(answer, list):
        return answer
    own = {inner.key for inner in question.questions if inner.type in NEVER_OFFERED}
    return [
        {key: value for key, value in item.items() if key not in own} if isinstance(item, dict) else item
        for item in answer
    ]


def offer(application: Application, form: Form, *, now: datetime) -> None:
    """Questions of the draft that nobody has answered show what was typed for them elsewhere."""
    draft = drafts.draft_of(application.applicant, application.draft)
    offered = said_before(application.applicant, form, now=now)
    if offered.keys() - draft.answers.keys():
        draft.answers = {**offered, **draft.answers}
        draft.save(update_fields=["answers"])


def _earlier(person: str) -> Iterator[tuple[Answers, datetime]]:
    yield from ((draft.answers, draft.updated_at) for draft in drafts.drafts_of(person))
    yield from ((case.answers, case.submitted_at) for case in queries.cases_of(person))
