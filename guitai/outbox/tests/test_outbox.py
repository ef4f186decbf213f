from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from guitai.audit.models import Entry
from guitai.outbox import actions, delivery, jobs, queries, stalled
from guitai.outbox.models import Delivery, EventRow
from guitai.outbox.queue import enqueue
from guitai.outbox.terms import DeliveryNotDead, NotInTransaction
from guitai.outbox.tests import listeners

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
TROUBLE = ConnectionError("A123456789 cannot be reached")


def publish(topic: str = "case.decided") -> EventRow:
    actions.publish(topic, thing="case:R-1", data={"on": NOW.date(), "outcome": "granted"}, now=NOW)
    return EventRow.objects.get()


def waiting_jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(status="todo", task_name="outbox.deliver").order_by("pk")
    return [row.args["delivery_id"] for row in rows]


def waiting() -> list[int]:
    rows = Delivery.objects.filter(done_at=None, dead_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def run_all() -> None:
    """Do what the worker does with new deliveries and with the jobs that wait, once each."""
    if delivery.deliver_new(NOW):
        return
    for delivery_id in waiting_jobs():
        sql("DELETE FROM procrastinate_jobs WHERE (args ->> 'delivery_id')::bigint = %s", delivery_id)
        jobs.deliver(delivery_id)


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.mark.django_db
def test_every_subscriber_of_the_topic_gets_a_delivery_and_nobody_a_job() -> None:
    publish()

    names = list(Delivery.objects.order_by("pk").values_list("subscriber", flat=True))
    assert names == ["guitai.outbox.tests.listeners.attentive", "guitai.outbox.tests.listeners.stubborn"]
    assert waiting_jobs() == []


@pytest.mark.django_db
def test_an_event_without_listeners_is_kept_all_the_same() -> None:
    assert publish("nobody.cares").data == {"on": "2026-03-10", "outcome": "granted"}
    assert waiting_jobs() == []


@pytest.mark.django_db
def test_a_rolled_back_transaction_leaves_no_event_no_delivery_and_no_job() -> None:
    with transaction.atomic():
        publish()
        transaction.set_rollback(True)

    assert not EventRow.objects.exists()
    assert not Delivery.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_outside_a_transaction() -> None:
    with pytest.raises(NotInTransaction):
        publish()


@pytest.mark.django_db
def test_a_delivery_runs_its_subscriber_and_is_done() -> None:
    event = publish("case.opened")

    run_all()

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive"
    assert queries.waiting() == 0


@pytest.mark.django_db
def test_a_delivery_that_is_brought_twice_acts_once() -> None:
    event = publish("case.opened")
    (delivery_id,) = waiting()

    delivery.deliver_new(NOW)
    jobs.deliver(delivery_id)

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive"
    assert Delivery.objects.get().attempts == 1


@pytest.mark.django_db
def test_a_crash_after_the_subscriber_acted_undoes_it_and_the_next_try_acts_once() -> None:
    listeners.troubles.append(KeyboardInterrupt())
    event = publish()
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver_new(NOW)
    event.refresh_from_db()
    assert event.thing == "case:R-1"

    delivery.deliver_new(NOW)

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive stubborn"


@pytest.mark.django_db
def test_a_failure_is_undone_counted_without_its_words_and_tried_again_later() -> None:
    listeners.troubles.append(TROUBLE)
    event = publish()

    run_all()

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive"
    failed = Delivery.objects.get(subscriber__endswith="stubborn")
    assert (failed.attempts, failed.last_error, failed.done_at) == (1, "builtins.ConnectionError", None)
    assert ProcrastinateJob.objects.get(status="todo").scheduled_at is not None

    run_all()

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive stubborn"
    assert queries.waiting() == 0


def test_the_pauses_grow_to_an_hour() -> None:
    assert [delivery.pause_after(attempts) for attempts in range(1, 9)] == [5, 15, 45, 135, 405, 1215, 3600, 3600]


@pytest.mark.django_db
def test_after_the_last_failure_the_delivery_is_dead_listed_and_can_be_started_again() -> None:
    listeners.troubles.extend([TROUBLE] * delivery.MOST_ATTEMPTS)
    event = publish()
    for _try in range(delivery.MOST_ATTEMPTS):
        run_all()
    assert waiting_jobs() == []
    (dead,) = queries.dead()
    assert (dead.event.id, dead.event.topic, dead.attempts) == (event.pk, "case.decided", delivery.MOST_ATTEMPTS)
    assert dead.last_error == "builtins.ConnectionError"

    actions.replay(dead.id, actor="post:1", now=NOW)
    run_all()

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive stubborn"
    assert queries.dead() == []
    assert Entry.objects.get(thing=f"delivery:{dead.id}").verb == "outbox.replay"


@pytest.mark.django_db
def test_a_delivery_that_is_not_dead_is_not_started_again() -> None:
    publish()

    with pytest.raises(DeliveryNotDead):
        actions.replay(waiting()[0], actor="post:1", now=NOW)


@pytest.mark.django_db
def test_a_subscriber_that_hears_of_several_at_once_is_called_once_and_one_that_fails_takes_no_other_with_it() -> None:
    with transaction.atomic():
        for number in range(3):
            actions.publish("case.counted", thing=f"case:{number}", now=NOW)

    assert delivery.deliver_new(NOW) == 3

    assert listeners.counted == [["case:0", "case:1", "case:2"], ["case:0"], ["case:1"], ["case:2"]]
    assert [each.attempts for each in Delivery.objects.exclude(done_at=None)] == [1, 1]
    assert [each.event.thing for each in Delivery.objects.filter(done_at=None)] == ["case:1"]


@pytest.mark.django_db
def test_a_subscriber_that_is_gone_is_not_tried_for_hours(settings: Settings) -> None:
    publish("case.opened")
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.outbox.tests.listeners.NOBODY"

    run_all()

    assert queries.dead()[0].last_error == "guitai.outbox.delivery.SubscriberGone"


@pytest.mark.django_db
def test_a_failure_of_a_delivery_that_somebody_else_finished_is_no_failure() -> None:
    publish("case.opened")
    (delivery_id,) = waiting()
    jobs.deliver(delivery_id)

    assert delivery.note_failure(delivery_id, ConnectionError(), now=NOW) == 0
    assert queries.dead() == []


@pytest.mark.parametrize(("heartbeat_age", "status"), [(5, "doing"), (60, "todo")])
@pytest.mark.django_db
def test_only_jobs_of_workers_without_heartbeat_are_taken_up_again(heartbeat_age: int, status: str) -> None:
    enqueue(jobs.deliver, {"delivery_id": 0})
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", heartbeat_age)
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")

    jobs.take_up_stalled(0)

    assert ProcrastinateJob.objects.get().status == status


@pytest.mark.django_db
def test_a_job_whose_killed_worker_was_already_forgotten_is_taken_up_again() -> None:
    enqueue(jobs.deliver, {"delivery_id": 0})
    sql("UPDATE procrastinate_jobs SET status = 'doing'")

    assert stalled.requeue_forgotten_jobs() == 1
    assert ProcrastinateJob.objects.get().status == "todo"


@pytest.mark.parametrize(("minutes", "status"), [(1, "doing"), (4, "todo")])
@pytest.mark.django_db
def test_a_job_that_its_living_worker_never_heard_of_is_taken_up_again(minutes: int, status: str) -> None:
    """The answer to taking a job, or the note that it is done, can be lost with the connection."""
    enqueue(jobs.deliver, {"delivery_id": 0})
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")
    sql("UPDATE procrastinate_events SET at = now() - make_interval(mins => %s)", minutes)

    jobs.take_up_stalled(0)

    assert ProcrastinateJob.objects.get().status == status


@pytest.mark.django_db
def test_a_delivery_that_failed_and_lost_its_job_gets_a_new_one() -> None:
    listeners.troubles.append(TROUBLE)
    publish()
    delivery.deliver_new(NOW)
    (delivery_id,) = waiting()
    sql("DELETE FROM procrastinate_jobs")

    jobs.take_up_stalled(0)

    assert waiting_jobs() == [delivery_id]


@pytest.mark.django_db
def test_only_old_events_that_everyone_got_are_cleared_away() -> None:
    publish("case.opened")
    stalled.clear_away(before=NOW + timedelta(days=1))
    assert EventRow.objects.exists()
    run_all()
    stalled.clear_away(before=NOW)
    assert EventRow.objects.exists()

    jobs.clear_away(0)

    assert not EventRow.objects.exists()


@pytest.mark.django_db
def test_an_event_has_one_delivery_for_each_subscriber() -> None:
    event = publish("case.opened")

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=event, subscriber="guitai.outbox.tests.listeners.attentive")
