"""T27, statement by statement: each write of submit, decide, return and consent fails once and is killed once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, InterfaceError, connection
from procrastinate.exceptions import ConnectorException

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.accounts.terms import Role
from guitai.cases import journey, queries
from guitai.cases.models import Case, Decision, Supplement
from guitai.cases.movers import applicant_mover, official_mover
from guitai.cases.supplements import actions as supplements
from guitai.cases.supplements import answering
from guitai.cases.supplements.terms import State, SupplementRefused
from guitai.cases.terms import Choice
from guitai.catalogue import queries as catalogue
from guitai.consents import actions as consents
from guitai.consents.models import Consent
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.eforms.models import Draft
from guitai.work import queries as work
from guitai.work.terms import Mover, MoveRefused
from tests.faults.statements import FAIL, KILL, broken, counted, everything, statements_of
from tests.journeys.browsing import form_of
from tests.journeys.conftest import CitizenOf, HandedIn, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ACTOR, SERVICE, Citizen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.sql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queue_left_empty"),
]
Deed = Callable[[], object]
BROKEN = (DatabaseError, InterfaceError, ConnectorException)


@dataclass(frozen=True)
class Trial:
    """What is done; done twice, it leaves everything as it is, by answering the same or by refusing."""

    deed: Deed
    refused: type[Exception] | None = None
    twice: bool = True

    def run(self) -> object:
        """Every statement was broken in both ways, nothing was half done, and the deed was done once; its answer."""
        with counted():
            points = [*map(str, range(1, statements_of(self.deed) + 1)), "commit"]
            before = everything()
            for how in (FAIL, KILL):
                for at in points:
                    with broken(at, how), pytest.raises(BROKEN):
                        self.deed()
                    changed = [name for name, found in everything().items() if found != before[name]]
                    assert changed == [], f"{how} at {at} of {len(points)}"
            answer = self.deed()
            if self.twice:
                self.again()
        return answer

    def again(self) -> None:
        done = everything()
        if self.refused:
            with pytest.raises(self.refused):
                self.deed()
        else:
            self.deed()
        assert everything() == done


def at_desk(account: Account, case: Case) -> Mover:
    official = accounts.official(account, on=clock.today())
    assert official is not None
    return official_mover(official, desk=work.open_desk(case.item))


def moving(case: Case, key: str, account: Account, choice: Choice | None = None) -> Trial:
    """The officer presses that button on the page as it stands now."""
    seen, mover, chosen = queries.case(case.reference), at_desk(account, case), choice or Choice()
    revision = seen.item.revision

    def move() -> Case:
        now = clock.now()
        return journey.move_case(case.reference, key, mover=mover, revision=revision, choice=chosen, now=now)

    return Trial(move, refused=MoveRefused)


def filled(me: Citizen) -> UUID:
    draft = me.begin()
    me.fill(draft)
    return UUID(draft)


def test_t27_a_submit_broken_at_any_statement_leaves_the_draft_and_sent_again_gives_one_case(
    citizen: CitizenOf, county: datetime
) -> None:
    me = citizen("share_30")
    draft = filled(me)

    case = Trial(lambda: journey.submit(draft, me.person, actor=ACTOR, now=county)).run()

    assert [case] == list(Case.objects.all())


def test_t27_a_judgement_broken_at_any_statement_is_made_once_when_the_job_comes_again(
    citizen: CitizenOf, county: datetime
) -> None:
    me = citizen("share_30")
    reference = me.hand_in(county).reference

    Trial(lambda: journey.assess_and_route(reference, me.person, now=clock.now())).run()

    assert queries.case(reference).judgements.count() == 1


def test_t27_a_proposal_and_a_decision_broken_at_any_statement_are_made_once_with_one_letter(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    moving(case, "propose_grant", officer(Role.FIRST_REVIEW, agency=me.story["township"]).account).run()

    moving(
        queries.case(case.reference), "grant", officer(Role.APPROVE).account, Choice(award="share:0.30", reasons="理由")
    ).run()

    assert [each.letter != "" for each in Decision.objects.all()] == [True]


def test_t27_asking_for_corrections_and_answering_broken_at_any_statement_happen_once(
    handed_in: HandedIn, officer: OfficerOf, worker: Worker
) -> None:
    me, case = handed_in("share_30")
    reviewer = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    desk = f"/desk/cases/{case.reference}/supplement/"
    form = form_of(reviewer.client.get(desk).content.decode())
    reviewer.client.post(desk, {**form, "mark": ["phone"], "reason:phone": "unclear", "then": "preview"})
    mover, at = at_desk(reviewer.account, queries.case(case.reference)), Supplement.objects.get()
    revision = queries.case(case.reference).item.revision

    def ask() -> object:
        found = queries.case(case.reference)
        return supplements.ask(found, mover=mover, item_revision=revision, revision=at.revision, now=clock.now())

    Trial(ask, refused=SupplementRefused).run()
    worker.run()
    mine = f"/cases/{case.reference}/supplement/"
    form = form_of(me.client.get(mine).content.decode())
    me.client.post(mine, {**form, "then": "keep", "phone": "0922333444"})
    whom = applicant_mover(me.ref, me.person.name)
    Trial(lambda: answering.send(Supplement.objects.get(), me.person, mover=whom, actor=ACTOR, now=clock.now())).run()

    assert Supplement.objects.get().state == State.ANSWERED


def test_t27_a_consent_broken_at_any_statement_is_given_once_with_its_draft_and_taken_back_once(
    citizen: CitizenOf, county: datetime
) -> None:
    me, service = citizen("share_30"), catalogue.service(SERVICE)

    def begin() -> object:
        return journey.open_application(me.person, service, consent_text="同意", actor=ACTOR, now=county)

    Trial(begin, twice=False).run()
    given = Consent.objects.get().pk

    def revoke() -> None:
        consents.revoke(Consent.objects.get(pk=given), actor=me.ref, now=clock.now())

    Trial(revoke, refused=ConsentRefused).run()

    assert Draft.objects.count() == 1
    assert Consent.objects.get().revoked_at is not None


def test_t27_a_withdrawal_broken_at_any_statement_is_made_once(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("share_30")
    reference = me.hand_in(county).reference
    whom = applicant_mover(me.ref, me.person.name)

    Trial(lambda: journey.withdraw(queries.case(reference), applicant=whom, now=clock.now()), refused=MoveRefused).run()

    assert connection.is_usable()
