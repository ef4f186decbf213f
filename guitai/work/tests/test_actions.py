from datetime import UTC, date, datetime, timedelta

import pytest

from guitai.work import actions, queries
from guitai.work.models import Message, Task, WorkItem
from guitai.work.terms import SYSTEM, Audience, ChangedMeanwhile, Desk, Mover, MoveRefused, WaitsFor
from guitai.work.tests.flows import small_flow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
FLOW = small_flow()
REVIEWER = Mover("account:1", "陳初審", WaitsFor.OFFICE, frozenset({Desk("first_review", "T1")}))
COLLEAGUE = Mover("account:2", "李同仁", WaitsFor.OFFICE, frozenset({Desk("first_review", "T1")}))
APPROVER = Mover("account:3", "王核定", WaitsFor.OFFICE, frozenset({Desk("approve", "C1")}))


def opened() -> WorkItem:
    opening = actions.Opening("AAAA-BBBB-CCCC", "svc", "1", {"township": "T1", "county": "C1"})
    return actions.open_item(opening, flow=FLOW, mover=SYSTEM, now=NOW)


APPLICANT = Mover("person:1", "林小美", WaitsFor.APPLICANT)


def moved(key: str, mover: Mover, *, revision: int | None = None, reasons: str = "", now: datetime = NOW) -> WorkItem:
    return actions.make_move(
        "AAAA-BBBB-CCCC", FLOW.move(key), flow=FLOW, mover=mover, revision=revision, now=now, reasons=reasons
    )


def closed() -> WorkItem:
    opened()
    moved("route", SYSTEM)
    moved("propose", REVIEWER)
    return moved("grant", APPROVER)


def test_an_item_opens_at_the_first_stage_without_a_task_for_people() -> None:
    item = opened()

    assert (item.stage, queries.open_task(item)) == ("received", None)


def test_a_move_to_an_office_puts_a_task_with_a_clock_in_working_days_on_its_desk() -> None:
    opened()

    item = moved("route", SYSTEM)

    task = Task.objects.get(item=item)
    assert (task.agency_code, task.role, task.due_on) == ("T1", "first_review", date(2026, 3, 19))


def test_a_final_stage_closes_the_item_with_its_outcome_and_clears_the_desk() -> None:
    opened()
    moved("route", SYSTEM)
    moved("propose", REVIEWER)

    item = moved("grant", APPROVER)

    assert (item.outcome, item.closed_at, queries.open_task(item)) == ("granted", NOW, None)


def test_two_officers_never_overwrite_each_other_unseen() -> None:
    opened()
    seen = moved("route", SYSTEM).revision
    moved("propose", REVIEWER, revision=seen)

    with pytest.raises(ChangedMeanwhile):
        moved("propose", COLLEAGUE, revision=seen)


def test_a_refused_move_leaves_everything_as_it_was() -> None:
    opened()
    moved("route", SYSTEM)

    with pytest.raises(MoveRefused):
        moved("grant", APPROVER)

    item = queries.item("AAAA-BBBB-CCCC")
    assert (item.stage, item.revision, [step.move for step in queries.steps(item)]) == ("review", 1, ["open", "route"])


def test_reasons_are_demanded_where_the_flow_says_so() -> None:
    opened()
    moved("route", SYSTEM)
    moved("propose", REVIEWER)

    with pytest.raises(MoveRefused):
        moved("send_back", APPROVER, reasons="  ")


def test_whoever_proposed_cannot_approve_even_after_it_was_sent_back_and_proposed_by_another() -> None:
    both = Mover("account:1", "陳兼任", WaitsFor.OFFICE, REVIEWER.desks | APPROVER.desks)
    opened()
    moved("route", SYSTEM)
    moved("propose", REVIEWER)
    moved("send_back", APPROVER, reasons="再查")
    moved("propose", COLLEAGUE)

    with pytest.raises(MoveRefused):
        moved("grant", both)


def test_the_buttons_are_exactly_the_moves_a_person_may_make() -> None:
    opened()
    item = moved("route", SYSTEM)

    assert [move.key for move in queries.possible_moves(item, flow=FLOW, mover=REVIEWER)] == [
        "propose",
        "ask",
        "forward",
    ]
    assert queries.possible_moves(item, flow=FLOW, mover=APPROVER) == []


def test_a_task_somebody_has_taken_cannot_be_taken_by_another() -> None:
    opened()
    task = queries.open_task(moved("route", SYSTEM))
    assert task
    actions.take_task(task.pk, mover=REVIEWER, now=NOW)

    with pytest.raises(MoveRefused):
        actions.take_task(task.pk, mover=COLLEAGUE, now=NOW)


def test_a_task_at_another_desk_cannot_be_taken() -> None:
    opened()
    task = queries.open_task(moved("route", SYSTEM))
    assert task

    with pytest.raises(MoveRefused):
        actions.take_task(task.pk, mover=APPROVER, now=NOW)


def test_the_work_list_of_a_desk_shows_its_open_tasks_only() -> None:
    opened()
    moved("route", SYSTEM)

    assert queries.tasks_at([Desk("first_review", "T1")]).count() == 1
    assert queries.tasks_at([Desk("first_review", "T2")]).count() == 0
    assert queries.tasks_at([]).count() == 0


def test_while_the_applicant_is_asked_the_term_of_the_office_does_not_run() -> None:
    opened()
    moved("route", SYSTEM)  # seven working days from the tenth: due on the 19th
    asked = moved("ask", REVIEWER, now=NOW + timedelta(days=2))  # five working days are left
    assert (queries.open_task(asked), queries.waiting_for_system()) == (None, [])

    item = moved("answer", APPLICANT, now=NOW + timedelta(days=20))

    task = Task.objects.get(item=item, done_at__isnull=True)
    assert (item.stage, item.stood_still_days, task.due_on) == ("review", 18, date(2026, 4, 8))


def test_a_term_that_was_over_leaves_one_day_after_the_answer() -> None:
    opened()
    moved("route", SYSTEM)
    moved("ask", REVIEWER, now=NOW + timedelta(days=30))

    item = moved("answer", APPLICANT, now=NOW + timedelta(days=37))

    assert Task.objects.get(item=item, done_at__isnull=True).due_on == date(2026, 4, 17)


def test_the_answer_goes_back_to_the_desk_that_asked() -> None:
    opened()
    moved("route", SYSTEM)
    moved("propose", REVIEWER)
    moved("ask", APPROVER)

    item = moved("answer", APPLICANT)

    assert (item.stage, queries.open_desk(item)) == ("approval", Desk("approve", "C1"))


def test_where_no_task_lies_only_the_named_desk_may_move() -> None:
    opened()
    moved("route", SYSTEM)
    moved("ask", REVIEWER)

    with pytest.raises(MoveRefused):
        moved("recall", APPROVER)

    assert moved("recall", COLLEAGUE).stage == "review"


def test_a_forwarded_item_lies_at_the_other_offices_desk() -> None:
    opened()
    moved("route", SYSTEM)

    item = actions.make_move(
        "AAAA-BBBB-CCCC",
        FLOW.move("forward"),
        flow=FLOW,
        mover=REVIEWER,
        revision=None,
        now=NOW,
        offices={"township": "T2"},
    )

    assert (item.stage, queries.open_desk(item)) == ("review", Desk("first_review", "T2"))


def test_a_closed_item_that_is_opened_again_has_no_outcome_until_it_is_decided_anew() -> None:
    closed()

    item = moved("reopen", APPROVER)

    assert (item.stage, item.closed_at, item.outcome) == ("review", None, "")


def test_a_correction_leaves_the_item_closed_as_it_was() -> None:
    before = closed()

    item = moved("correct", APPROVER, now=NOW + timedelta(days=5))

    assert (item.stage, item.closed_at, item.stage_since) == ("granted", before.closed_at, before.stage_since)


def test_nobody_but_the_named_desk_opens_a_closed_item_again() -> None:
    closed()

    with pytest.raises(MoveRefused):
        moved("reopen", REVIEWER)


def test_what_is_written_inside_is_not_among_the_messages_to_the_applicant() -> None:
    item = opened()
    actions.write_message(item, "請同仁留意", audience=Audience.INSIDE, author=REVIEWER, now=NOW)
    actions.write_message(item, "您好", audience=Audience.APPLICANT, author=REVIEWER, now=NOW)

    shown = queries.messages(item, audience=Audience.APPLICANT)

    assert [message.text for message in shown] == ["您好"]


def test_a_message_is_read_by_the_other_side_only_and_once() -> None:
    item = opened()
    written = actions.write_message(item, "您好", audience=Audience.APPLICANT, author=REVIEWER, now=NOW)

    actions.mark_read(item, reader=COLLEAGUE, now=NOW)
    assert not Message.objects.filter(read_at__isnull=False).exists()
    actions.mark_read(item, reader=APPLICANT, now=NOW)
    actions.mark_read(item, reader=APPLICANT, now=NOW + timedelta(days=1))

    written.refresh_from_db()
    assert (written.read_at, written.read_by) == (NOW, APPLICANT.ref)


def test_an_empty_message_is_refused() -> None:
    with pytest.raises(MoveRefused):
        actions.write_message(opened(), " \n", audience=Audience.INSIDE, author=REVIEWER, now=NOW)
