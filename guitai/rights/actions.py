"""Every write of the rights: ask the office, answer, stop, erase, forget what no law keeps any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account, Binding, Person
from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.cases import queries as cases
from guitai.cases.models import Case
from guitai.catalogue import queries as catalogue
from guitai.consents import actions as consents
from guitai.consents import queries as consents_given
from guitai.consents.models import Consent
from guitai.core.clock import TAIPEI
from guitai.core.keys import shredding
from guitai.core.keys.terms import Scope
from guitai.rights import erasing, queries, retention
from guitai.rights.models import DataRequest
from guitai.rights.terms import NAMELESS, Kind, Outcome, RightsRefusal, Whose

LONGEST = 2000
MOST_AT_ONCE = 200


@transaction.atomic
def ask(person: Person, *, kind: Kind, about: str, words: str, actor: str, now: datetime) -> DataRequest:
    """The office that answers for it finds the request on its list; raises RightsRefusal, NoSuchCase."""
    text = words.strip()
    if not text:
        raise RightsRefusal(_("Write what is wrong and how it should be."))
    if len(text) > LONGEST:
        raise RightsRefusal(_("Write at most %(most)s characters.") % {"most": LONGEST})
    made = DataRequest.objects.create(
        person=person.ref,
        asked_by=actor,
        kind=kind,
        about=about,
        agency_code=_agency(person, about),
        words=text,
        asked_at=now,
    )
    detail: dict[str, object] = {"kind": kind.value, "about": about}
    audit.record("rights.asked", actor=actor, thing=str(made), subject=person.ref, detail=detail, now=now)
    return made


def _agency(person: Person, about: str) -> str:
    """Answer who decides about it: the case's agency, else that of her newest case, else of any service."""
    mine = [cases.case_of(person.ref, about)] if about else cases.cases_of(person.ref)
    if mine:
        return cases.service_of(mine[0]).agency_code
    offered = catalogue.services()
    return offered[0].agency_code if offered else ""


@transaction.atomic
def answer(request: DataRequest, *, outcome: Outcome, words: str, official: Official, now: datetime) -> None:
    """The person reads the answer on her page; raises RightsRefusal where there is one already, or no words."""
    locked = DataRequest.objects.select_for_update().get(pk=request.pk)
    if locked.outcome != Outcome.WAITING:
        raise RightsRefusal(_("A colleague has answered this request already."))
    if not words.strip():
        raise RightsRefusal(_("Write to the person what was done, or why not."))
    locked.outcome, locked.answer = outcome.value, words.strip()[:LONGEST]
    locked.answered_at, locked.answered_by = now, official.account_ref
    locked.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    detail: dict[str, object] = {"outcome": outcome.value}
    actor = official.account_ref
    audit.record("rights.answered", actor=actor, thing=str(locked), subject=locked.person, detail=detail, now=now)


@transaction.atomic
def stop(person: Person, *, actor: str, now: datetime) -> int:
    """On no consent of hers anybody asks about her or acts for her any more; answers how many ended."""
    going = consents_given.holding(person.ref, on=now.astimezone(TAIPEI).date())
    for consent in going:
        consents.revoke(consent, actor=person.ref, now=now)
    detail: dict[str, object] = {"consents": len(going)}
    audit.record("rights.stopped", actor=actor, thing=person.ref, subject=person.ref, detail=detail, now=now)
    return len(going)


@transaction.atomic
def erase(person: Person, *, actor: str, now: datetime) -> None:
    """Nobody reads this person's data any more, except what law keeps until its time is over; her account is closed.

    Raises RightsRefusal while something of hers is under way.
    """
    today = now.astimezone(TAIPEI).date()
    refuse_erasure(person, now=now)
    whose = queries.whose(person, today=today)
    officials = [each for each in Account.objects.filter(pk__in=whose.accounts) if accounts.official(each, on=today)]
    _end_consents(person, actor=actor, now=now)
    destroyed = erasing.erase_person(whose, is_official=bool(officials), now=now)
    Binding.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    detail: dict[str, object] = {"keys": destroyed, "kept": list(whose.retained)}
    audit.record("rights.erased", actor=actor, thing=person.ref, subject=person.ref, detail=detail, now=now)


def refuse_erasure(person: Person, *, now: datetime) -> None:
    """Raises RightsRefusal with what has to end first."""
    if going := queries.under_way(person):
        numbers = "、".join(case.reference for case in going)
        raise RightsRefusal(
            _("These applications are not decided yet: %(numbers)s. Wait, or withdraw them first.")
            % {"numbers": numbers}
        )
    if paid := queries.paid(person, today=now.astimezone(TAIPEI).date()):
        numbers = "、".join(case.reference for case in paid)
        raise RightsRefusal(
            _("You are paid for these cases every month: %(numbers)s. Ask the office to end the payment first.")
            % {"numbers": numbers}
        )


def _end_consents(person: Person, *, actor: str, now: datetime) -> None:
    """Every consent of hers ends; nobody is told by mail, for there is no address any more."""
    open_ones = Consent.objects.filter(revoked_at=None)
    for consent in (open_ones.filter(subject=person.ref) | open_ones.filter(representative=person.ref)).distinct():
        Consent.objects.filter(pk=consent.pk).update(revoked_at=now, revoked_by=person.ref)
        audit.record("consent.revoked", actor=actor, thing=str(consent), subject=consent.subject, now=now)


def forget_what_no_law_keeps(*, now: datetime) -> int:
    """The records of cases whose time is over say nothing about anybody any more; answers of how many cases."""
    today = now.astimezone(TAIPEI).date()
    longest = max(each.years for each in retention.rules(on=today))
    before = now - timedelta(days=365 * longest)
    rows = Case.objects.select_related("item", "application").exclude(applicant_name=NAMELESS)
    old = rows.filter(item__closed_at__lt=before).order_by("pk")[:MOST_AT_ONCE]
    over = [case for case in old if not retention.kept([case], today=today)]
    for case in over:
        _forget(case, now=now)
    shredding.complete_list()
    return len(over)


@transaction.atomic
def _forget(case: Case, *, now: datetime) -> None:
    subject, agency, thing = case.application.applicant, case.application.agency_code, f"case:{case.reference}"
    erasing.erase_cases(Whose(person=subject, person_id="", accounts=(), things=(), retained=(thing,)), now=now)
    others = Case.objects.filter(application__applicant=subject, application__agency_code=agency)
    if agency and not others.exclude(applicant_name=NAMELESS).exists():
        shredding.destroy([subject], scopes={Scope.RECORD}, agency=agency, now=now)
    audit.record("rights.forgotten", actor="system:retention", thing=thing, subject=subject, now=now)
