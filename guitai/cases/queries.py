"""Every read of cases."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import Official
from guitai.cases import policies
from guitai.cases.models import Application, Case, Decision, Evidence, Judgement
from guitai.cases.references import normal_reference
from guitai.cases.terms import Piece
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.consents import queries as consents
from guitai.consents.models import Consent
from guitai.core import together
from guitai.core.together import Part
from guitai.eforms import queries as drafts
from guitai.work.models import WorkItem

ITEM_OF_DRAFT = "id IN (SELECT item_id FROM cases_case WHERE application_id = %(draft)s)"
CONSENT_OF_DRAFT = """
SELECT representative FROM consents_consent
WHERE id = (SELECT consent::uuid FROM cases_application WHERE draft = %(draft)s)
"""


class NoSuchCase(LookupError):
    """No case with this number is yours to see: absent and foreign look the same."""


def case(reference: str) -> Case:
    return Case.objects.select_related("item", "application").get(reference=reference)


def case_of(person: str, reference: str) -> Case:
    """Answer the applicant's own case; raises NoSuchCase."""
    found = _cases().filter(application__applicant=person, reference=normal_reference(reference)).first()
    if found is None:
        raise NoSuchCase(reference)
    return found


def case_for(official: Official, reference: str) -> Case:
    """Answer a case this official works on; raises NoSuchCase."""
    found = _cases().filter(reference=normal_reference(reference)).first()
    if found is None or not policies.may_read(official, found.item.offices.values()):
        raise NoSuchCase(reference)
    return found


def case_by_number(typed: str) -> Case | None:
    return _cases().filter(reference=normal_reference(typed)).first()


def cases_of(person: str) -> list[Case]:
    """Answer this person's cases, newest first."""
    return list(_cases().filter(application__applicant=person).order_by("-submitted_at"))


def things_of(person: str, things: Collection[str]) -> dict[str, str]:
    """Answer which of these cases and drafts are this person's own, each with the number of its case or ""."""
    if not things:
        return {}
    own = Application.objects.filter(applicant=person).values_list("draft", "case__reference")
    named = {f"draft:{draft}": reference or "" for draft, reference in own}
    named |= {f"case:{reference}": reference for reference in named.values() if reference}
    return {thing: named[thing] for thing in things if thing in named}


def application(draft: UUID, *, applicant: str) -> Application:
    """Answer this person's own application; raises NoSuchCase."""
    found = begun(draft)
    if found is None or found.applicant != applicant:
        raise NoSuchCase(str(draft))
    return found


def begun(draft: UUID) -> Application | None:
    """Answer an application with the case it has become, and ``consent_for``, whom its consent names; one statement."""
    values = {"draft": draft}
    applications, cases, items, consents_for = together.read(
        together.rows_of(Application, where="draft = %(draft)s", params=values, order="draft"),
        together.rows_of(Case, where="application_id = %(draft)s", params=values),
        together.rows_of(WorkItem, where=ITEM_OF_DRAFT, params=values),
        Part(CONSENT_OF_DRAFT, values, lambda row: str(row["representative"])),
    )
    for application in applications:
        vars(application).update(consent_for=next(iter(consents_for), ""), case_known=next(iter(cases), None))
        for case, item in zip(cases, items, strict=True):
            case.application, case.item = application, item
    return next(iter(applications), None)


def know_for_sending(application: Application) -> None:
    """What registers said and which agencies there are is read by one statement."""
    evidence = together.rows_of(Evidence, where="application_id = %(draft)s", params={"draft": application.draft})
    rows, agencies = together.read(evidence, accounts.agencies_part())
    accounts.know(agencies)
    for row in rows:
        row.application = application
    together.keep(application, evidence=rows)


def representative_of(application: Application) -> str:
    """Answer whom the consent names under which an application that was found by ``begun`` goes on; "" for nobody."""
    return str(getattr(application, "consent_for", None) or "")


def case_from(application: Application) -> Case | None:
    """Answer the case that the application has become by now."""
    return _cases().filter(application=application).first()


def case_known(application: Application) -> Case | None:
    """Answer the case that the application had become when it was read."""
    known: Case | None = getattr(application, "case_known", None)
    return known


def open_application(applicant: str, service_key: str) -> Application | None:
    """Answer the application this person began, and neither sent nor threw away."""
    drafts_here = [draft.pk for draft in drafts.drafts_of(applicant)]
    begun = Application.objects.filter(pk__in=drafts_here, service_key=service_key, case__isnull=True)
    return begun.order_by("-opened_at").first()


def open_case(applicant: str, service_key: str) -> Case | None:
    open_cases = _cases().filter(item__closed_at__isnull=True)
    return open_cases.filter(application__applicant=applicant, application__service_key=service_key).first()


def service_of(case: Case) -> Service:
    """Answer the edition the case belongs to, however old it is."""
    return catalogue.service(case.application.service_key, case.application.edition)


def pieces(application: Application) -> list[Piece]:
    """Answer the newest answer or gap of each item about each person."""
    newest: dict[tuple[str, str], Evidence] = {}
    rows = together.kept(application, "evidence")
    for row in application.evidence.order_by("id") if rows is None else rows:
        kept = newest.get((row.item, row.about))
        if kept is None or row.facts is not None or kept.facts is None:  # a later gap does not undo an answer
            newest[row.item, row.about] = row
    return [Piece(row.item, row.source, row.about, row.facts, row.fetched_at, row.gap) for row in newest.values()]


def consent_of(case: Case) -> Consent:
    found = together.kept(case, "consents")
    return found[0] if found else consents.consent(case.application.consent)


def has_consent(case: Case) -> bool:
    """Tell whether the applicant's consent still stands."""
    return consent_of(case).revoked_at is None


def judgement(case: Case) -> Judgement | None:
    found = together.kept(case, "judgements")
    return case.judgements.order_by("-number").first() if found is None else next(iter(found), None)


def decision(case: Case) -> Decision | None:
    """Answer the decision that stands: the newest."""
    return next(iter(decisions(case)), None)


def decisions(case: Case) -> list[Decision]:
    """Answer every decision, the newest first."""
    found = together.kept(case, "decisions")
    return list(Decision.objects.filter(case=case).order_by("-number") if found is None else found)


def applicant(case: Case) -> Person:
    found = together.kept(case, "applicants")
    return found[0] if found else accounts.person(case.application.applicant)


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("item", "application")
