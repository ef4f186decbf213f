from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from guitai.audit.models import Entry
from guitai.outbox import actions, delivery, jobs, queries, stalled
from guitai.outbox.models import Delivery, EventRow
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


def run_all() -> None:
    """Do what the worker does with the jobs that wait, once each."""
    for delivery_id in waiting_jobs():
        sql("DELETE FROM procrastinate_jobs WHERE (args ->> 'delivery_id')::bigint = %s", delivery_id)
        jobs.deliver(delivery_id)


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


@pytest.mark.django_db
def test_every_subscriber_of_the_topic_gets_a_delivery_and_a_job() -> None:
    publish()

    names = list(Delivery.objects.order_by("pk").values_list("subscriber", flat=True))
    assert names == ["guitai.outbox.tests.listeners.attentive", "guitai.outbox.tests.listeners.stubborn"]
    assert waiting_jobs() == list(Delivery.objects.order_by("pk").values_list("pk", flat=True))


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
def test_a_job_that_runs_twice_acts_once() -> None:
    event = publish("case.opened")
    (delivery_id,) = waiting_jobs()

    jobs.deliver(delivery_id)
    jobs.deliver(delivery_id)

    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive"
    assert Delivery.objects.get().attempts == 1


@pytest.mark.django_db
def test_a_crash_after_the_subscriber_acted_undoes_it_and_the_next_try_acts_once() -> None:
    listeners.troubles.append(KeyboardInterrupt())
    event = publish()
    attentive, stubborn = waiting_jobs()
    jobs.deliver(attentive)
    with pytest.raises(KeyboardInterrupt):
        jobs.deliver(stubborn)
    event.refresh_from_db()
    assert event.thing == "case:R-1 attentive"

    jobs.deliver(stubborn)

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
        actions.replay(waiting_jobs()[0], actor="post:1", now=NOW)


@pytest.mark.django_db
def test_a_subscriber_that_is_gone_is_not_tried_for_hours(settings: Settings) -> None:
    publish("case.opened")
    settings.OUTBOX_SUBSCRIPTIONS = "guitai.outbox.tests.listeners.NOBODY"

    run_all()

    assert queries.dead()[0].last_error == "guitai.outbox.delivery.SubscriberGone"


@pytest.mark.django_db
def test_a_failure_of_a_delivery_that_somebody_else_finished_is_no_failure() -> None:
    publish("case.opened")
    (delivery_id,) = waiting_jobs()
    jobs.deliver(delivery_id)

    assert delivery.note_failure(delivery_id, ConnectionError(), now=NOW) == 0
    assert queries.dead() == []


@pytest.mark.parametrize(("heartbeat_age", "status"), [(5, "doing"), (60, "todo")])
@pytest.mark.django_db
def test_only_jobs_of_workers_without_heartbeat_are_taken_up_again(heartbeat_age: int, status: str) -> None:
    publish("case.opened")
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", heartbeat_age)
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")

    jobs.take_up_stalled(0)

    assert ProcrastinateJob.objects.get().status == status


@pytest.mark.django_db
def test_a_job_whose_killed_worker_was_already_forgotten_is_taken_up_again() -> None:
    publish("case.opened")
    sql("UPDATE procrastinate_jobs SET status = 'doing'")

    assert stalled.requeue_forgotten_jobs() == 1
    assert ProcrastinateJob.objects.get().status == "todo"


@pytest.mark.parametrize(("minutes", "status"), [(1, "doing"), (4, "todo")])
@pytest.mark.django_db
def test_a_job_that_its_living_worker_never_heard_of_is_taken_up_again(minutes: int, status: str) -> None:
    """The answer to taking a job, or the note that it is done, can be lost with the connection."""
    publish("case.opened")
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)")
    sql("UPDATE procrastinate_events SET at = now() - make_interval(mins => %s)", minutes)

    jobs.take_up_stalled(0)

    assert ProcrastinateJob.objects.get().status == status


@pytest.mark.django_db
def test_a_delivery_that_lost_its_job_gets_a_new_one() -> None:
    publish("case.opened")
    (delivery_id,) = waiting_jobs()
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
