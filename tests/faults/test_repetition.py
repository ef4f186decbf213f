"""T29, T32, T33, T36, T38: killed halfway, sent again, edited twice, poisoned, under a clock that jumps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from guitai.accounts.terms import Role
from guitai.cases import journey, queries
from guitai.cases.models import Case
from guitai.core import clock, reading
from guitai.notices import mailing, posting
from guitai.notices.models import Message
from guitai.notices.terms import Status
from guitai.outbox import failed, stalled
from guitai.outbox.queue import app
from guitai.work.models import Step
from tests.faults import one_shot
from tests.journeys.conftest import CitizenOf, HandedIn, Mails, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ACTOR, Citizen

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
AT_ONCE = 12


class Killed(BaseException):
    """The process ends here; nothing after it happens."""


def die(*_told: object, **_named: object) -> int:
    raise Killed


def ready(me: Citizen) -> UUID:
    draft = me.begin()
    me.fill(draft)
    return UUID(draft)


# ── T29: a worker killed at each point of handing a mail over ────────────────

POINTS = {
    "before it is begun": (posting, "_begin", Status.DELIVERED, True),
    "begun, before it is sent": (mailing, "hand_over_mail", Status.UNKNOWN, False),
    "sent, before that is written down": (posting, "_end", Status.UNKNOWN, True),
}


@pytest.mark.parametrize("point", POINTS)
def test_t29_a_mail_whose_worker_was_killed_goes_out_once_or_is_marked_as_unknown(
    citizen: CitizenOf, mails: Mails, county: datetime, worker: Worker, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    where, step, fate, arrived = POINTS[point]
    citizen("share_30").hand_in(county)
    with monkeypatch.context() as patched:
        patched.setattr(where, step, die)
        with pytest.raises(Killed):
            worker.run()

    with clock.shifted(mailing.STUCK_AFTER + timedelta(seconds=1)):
        for _again in range(2):
            worker.tick("notices.sweep")

    assert set(Message.objects.values_list("status", flat=True)) == {fate}
    assert len(mails()) == (Message.objects.count() if arrived else 0)


def test_t29_what_a_killed_worker_had_in_hand_is_in_the_queue_again_within_a_minute() -> None:
    crons = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    every = int(crons["outbox.take_up_stalled"].rpartition("*/")[2])

    assert stalled.HEARTBEAT_LOST_SECONDS + every <= 60


# ── T32: the same application sent again ─────────────────────────────────────


def test_t32_the_number_is_the_same_after_ninety_days(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("share_30")
    draft = ready(me)
    first = journey.submit(draft, me.person, actor=ACTOR, now=county)

    later = journey.submit(draft, me.person, actor=ACTOR, now=county + timedelta(days=90))

    assert later.reference == first.reference


def test_t32_somebody_else_cannot_send_or_learn_the_number(citizen: CitizenOf, county: datetime) -> None:
    me, stranger = citizen("share_30"), citizen("share_45")
    draft = ready(me)
    before = stranger.client.post(f"/drafts/{draft}/check/")
    reference = journey.submit(draft, me.person, actor=ACTOR, now=county).reference

    after = stranger.client.post(f"/drafts/{draft}/check/")

    assert (before.status_code, after.status_code) == (404, 404)
    assert reference not in after.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue_left_empty")
def test_t32_sent_many_times_at_the_same_moment_there_is_one_case(citizen: CitizenOf, county: datetime) -> None:
    me = citizen("share_30")
    draft = ready(me)

    def send(_nth: int) -> str:
        try:
            with reading.begin(actor=ACTOR):  # a thread has none of its own
                return journey.submit(draft, me.person, actor=ACTOR, now=county).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as tabs:
        numbers = set(tabs.map(send, range(AT_ONCE)))

    assert numbers == set(Case.objects.values_list("reference", flat=True))


# ── T33: two officers ────────────────────────────────────────────────────────


def test_t33_what_one_officer_typed_is_never_overwritten_by_a_page_from_this_morning(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    first, second = (officer(Role.FIRST_REVIEW, agency=me.story["township"]) for _each in range(2))
    seen = second.revision_of(case)
    first.move(case, "propose_refusal", revision=seen, reasons="上午的理由")

    late = second.move(case, "propose_grant", revision=seen, reasons="下午的理由")

    assert late.status_code == 409
    assert "下午的理由" in late.content.decode()
    assert list(Step.objects.filter(reasons__gt="").values_list("reasons", flat=True)) == ["上午的理由"]


# ── T36: poisoned jobs ───────────────────────────────────────────────────────

POISON = {
    "a task nobody knows": ("os.system", '{"command": "true"}'),
    "arguments of another task": ("cases.assess", '{"wrong": 1}'),
    "arguments that are no arguments": ("cases.assess", '{"reference": {"$type": "pickle"}}'),
    "a case that is not there": ("cases.assess", '{"reference": "AAAA-AAAA-AAAA"}'),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue_left_empty")
def test_t36_poisoned_jobs_give_up_visibly_and_hold_no_other_job_up(citizen: CitizenOf, county: datetime) -> None:
    with connection.cursor() as cursor:
        for task, arguments in POISON.values():
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority, attempts)"
                " VALUES ('cases', %s, %s::jsonb, 0, 20)",
                [task, arguments],
            )
    me = citizen("share_30")
    case = me.hand_in(county)
    Worker().run()

    one_shot.run()

    assert {each.task for each in failed.failed()} == {"os.system", "cases.assess"}
    assert len(failed.failed()) == len(POISON)
    assert queries.judgement(case) is not None
    again = failed.failed()[0].id
    failed.start_again(again, actor=ACTOR, now=county)
    assert again not in {each.id for each in failed.failed()}


# ── T38: the clock jumps ─────────────────────────────────────────────────────

JUMPS = (timedelta(hours=1), timedelta(hours=-2), timedelta(days=1), timedelta(days=-2), timedelta(seconds=-1))


def test_t38_under_a_clock_that_jumps_steps_keep_their_order_and_nothing_is_refused(
    handed_in: HandedIn, officer: OfficerOf, worker: Worker
) -> None:
    me, case = handed_in("share_30")
    moves = ("propose_grant", "send_back", "propose_grant", "send_back", "propose_grant")
    reviewer, approver = officer(Role.FIRST_REVIEW, agency=me.story["township"]), officer(Role.APPROVE)

    for jump, key in zip(JUMPS, moves, strict=True):
        with clock.shifted(jump):
            who = approver if key == "send_back" else reviewer
            who.client.logout()  # a session is over when the clock is another day's
            who.client.force_login(who.account)
            assert who.move(case, key, reasons="理由").headers["Location"] == "/desk/work/"
            worker.run()

    made = list(Step.objects.filter(item=case.item).order_by("number").values_list("number", "move"))
    assert [number for number, _move in made] == list(range(len(made)))
    assert tuple(move for _number, move in made[-len(moves) :]) == moves
