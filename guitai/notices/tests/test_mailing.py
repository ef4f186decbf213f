"""A mail is handed over once; every way that can fail has its status, and none is repeated unseen."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import BinaryIO

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from guitai.notices import actions, mailing, posting, queries, smtp, words
from guitai.notices.models import Attempt, Message
from guitai.notices.terms import Channel, Fate, NoticeError, NoWay, Status
from guitai.notices.tests.stories import NOW, ON_PAPER, READER, notice
from standins.tests.mailbox_process import Running, mailbox

LATER = NOW + timedelta(days=3)


@pytest.fixture(scope="module")
def _box() -> Iterator[Running]:
    with mailbox() as running:
        yield running


@pytest.fixture
def box(_box: Running, settings: Settings) -> Running:
    _box.order(mode="normal", clear=True)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", _box.smtp_port, 1
    settings.DEFAULT_FROM_EMAIL = "櫃台 <counter@example.test>"
    return _box


@pytest.fixture
def _nobody_listens(settings: Settings) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1


def status(message: Message) -> Status:
    return Status(Message.objects.get(pk=message.pk).status)


def ends(message: Message) -> list[tuple[Status, str]]:
    return [(each.status, each.reason) for each in queries.attempts(message.pk)]


@pytest.mark.django_db
def test_a_notice_is_queued_only_if_the_transaction_commits() -> None:
    with transaction.atomic():
        actions.send(notice(), now=NOW)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_notice_that_is_there_waits_to_be_taken_and_needs_no_job() -> None:
    message = actions.send(notice(), now=NOW)

    assert status(message) is Status.CREATED
    assert Message.objects.get(next_try_at__lte=NOW) == message
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_somebody_without_any_address_is_a_clear_refusal() -> None:
    with pytest.raises(NoWay):
        actions.send(notice(recipient=ON_PAPER.__class__(person="person:1", name="王小明")), now=NOW)


@pytest.mark.server
@pytest.mark.django_db
def test_a_mail_arrives_with_its_words_twin_and_stable_id(box: Running) -> None:
    message = actions.send(notice(), now=NOW)

    pause = mailing.try_once(message.pk, now=NOW)

    (mail,) = box.messages()
    headers = dict(mail["headers"])
    assert (pause, status(message)) == (0, Status.DELIVERED)
    assert mail["to"] == ["ming@example.test"]
    assert "王小明 您好" in mail["text"]
    assert 'lang="zh-Hant"' in mail["html"]
    assert headers["Message-ID"] == f"<{message.pk}@example.test>"
    assert headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.server
@pytest.mark.django_db
def test_a_mail_that_was_delivered_is_not_sent_again(box: Running) -> None:
    message = actions.send(notice(), now=NOW)

    for _each in range(3):
        mailing.try_once(message.pk, now=LATER)

    assert len(box.messages()) == 1


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_listens")
def test_a_server_that_is_down_is_tried_again_later() -> None:
    message = actions.send(notice(), now=NOW)

    pause = mailing.try_once(message.pk, now=NOW)

    assert pause == mailing.PAUSES[0]
    assert ends(message) == [(Status.TEMPORARY_FAILURE, "ConnectionRefusedError")]
    assert mailing.try_once(message.pk, now=NOW) == 0, "not before its time"


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_listens")
def test_after_the_last_try_the_notice_goes_to_the_printer() -> None:
    message = actions.send(notice(), now=NOW)

    now, pauses = NOW, []
    for _each in range(20):
        pauses.append(mailing.try_once(message.pk, now=now))
        now += timedelta(seconds=pauses[-1])

    assert [pause for pause in pauses if pause] == list(mailing.PAUSES)
    assert status(message) is Status.TECHNICAL_FAILURE
    assert len(queries.print_queue("10007-SA")) == 1


@pytest.mark.server
@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_not_tried_again_but_printed(box: Running) -> None:
    box.order(mode="refuse")
    message = actions.send(notice(), now=NOW)

    assert mailing.try_once(message.pk, now=NOW) == 0

    assert ends(message) == [(Status.PERMANENT_FAILURE, "550")]
    assert [item.kind for item in queries.print_queue("10007-SA")] == ["received"]


@pytest.mark.server
@pytest.mark.django_db
def test_a_busy_server_is_tried_again_and_the_mail_then_arrives_once(box: Running) -> None:
    box.order(mode="busy")
    message = actions.send(notice(), now=NOW)
    pause = mailing.try_once(message.pk, now=NOW)
    box.order(mode="normal")

    mailing.try_once(message.pk, now=NOW + timedelta(seconds=pause))

    assert ends(message) == [(Status.TEMPORARY_FAILURE, "451"), (Status.DELIVERED, "")]
    assert len(box.messages()) == 1


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.parametrize("order", [{"mode": "drop_after_data"}, {"mode": "slow", "seconds": 3}])
def test_a_mail_that_may_have_arrived_is_never_repeated_by_itself(box: Running, order: dict[str, object]) -> None:
    box.order(**order)
    message = actions.send(notice(), now=NOW)

    pauses = [mailing.try_once(message.pk, now=NOW), mailing.try_once(message.pk, now=LATER)]

    assert (pauses, status(message)) == ([0, 0], Status.UNKNOWN)
    assert queries.print_queue("10007-SA") == []
    assert [each.id for each in queries.troubled("10007-SA")] == [message.pk]


@pytest.mark.server
@pytest.mark.django_db
def test_a_person_may_send_it_again(box: Running) -> None:
    box.order(mode="drop_after_data")
    message = actions.send(notice(), now=NOW)
    mailing.try_once(message.pk, now=NOW)
    box.order(mode="normal")

    actions.send_again(message.pk, actor="post:1", now=NOW)
    mailing.try_once(message.pk, now=NOW)

    assert status(message) is Status.DELIVERED
    assert len({dict(mail["headers"])["Message-ID"] for mail in box.messages()}) == 1, (
        "so that readers can see the twin"
    )
    with pytest.raises(NoticeError):
        actions.send_again(message.pk, actor="post:1", now=NOW)


@pytest.mark.server
@pytest.mark.django_db
def test_a_worker_that_died_between_sending_and_writing_down_leaves_it_unknown(
    box: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = actions.send(notice(), now=NOW)

    def die(*_arguments: object, **_options: object) -> int:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "end", die)
        with pytest.raises(SystemExit):
            mailing.try_once(message.pk, now=NOW)
    mailing.try_once(message.pk, now=LATER)  # the stalled job, taken up again

    assert ends(message) == [(Status.UNKNOWN, mailing.NOBODY_KNOWS)]
    assert len(box.messages()) == 1


@pytest.mark.django_db
def test_the_sweep_marks_attempts_nobody_ended_and_finds_lost_jobs() -> None:
    stuck, lost = actions.send(notice(), now=NOW), actions.send(notice(), now=NOW)
    mailing.begin(stuck.pk, now=NOW)

    early = mailing.mark_stuck(now=NOW + timedelta(minutes=1))
    marked = mailing.mark_stuck(now=NOW + timedelta(hours=1))

    assert (early, marked) == (0, 1)
    assert status(stuck) is Status.UNKNOWN
    assert mailing.overdue(Channel.MAIL, now=NOW + timedelta(hours=1)) == [lost.pk]


@pytest.mark.django_db
def test_a_new_mail_goes_out_at_once_even_when_the_clock_was_set_back_meanwhile() -> None:
    message = actions.send(notice(), now=NOW)

    begun = mailing.begin(message.pk, now=NOW - timedelta(hours=1))

    assert begun is not None


@pytest.mark.django_db
def test_one_mail_is_not_begun_twice_at_a_time() -> None:
    message = actions.send(notice(), now=NOW)
    mailing.begin(message.pk, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(message=message, number=2, started_at=NOW)


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_listens")
def test_mails_that_wait_are_tried_together_and_again_at_their_time() -> None:
    messages = [actions.send(notice(), now=NOW) for _each in range(3)]

    assert [posting.send_waiting(NOW), posting.send_waiting(NOW)] == [3, 0]

    assert {status(each) for each in messages} == {Status.TEMPORARY_FAILURE}
    assert posting.send_waiting(NOW + timedelta(hours=1)) == 3


@pytest.mark.server
@pytest.mark.django_db
def test_mails_that_wait_go_out_over_one_connection_each_with_its_own_fate(box: Running) -> None:
    messages = [actions.send(notice(), now=NOW) for _each in range(2)]
    wrong = actions.send(notice(recipient=replace(READER, email="no..address@example.test")), now=NOW)

    assert posting.send_waiting(NOW) == 3

    assert [status(each) for each in (*messages, wrong)] == [*[Status.DELIVERED] * 2, Status.PERMANENT_FAILURE]
    assert len(box.messages()) == 2
    assert [len(ends(each)) for each in messages] == [1, 1]


@pytest.mark.server
@pytest.mark.django_db
def test_nothing_about_the_person_is_logged(box: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for mode in ("normal", "refuse", "busy", "drop_after_data"):
        box.order(mode=mode)
        mailing.try_once(actions.send(notice(), now=NOW).pk, now=NOW)

    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert READER.email not in logged
    assert READER.name not in logged


@pytest.mark.server
@pytest.mark.parametrize(
    ("answers", "fate", "reason"),
    [
        ([], Fate.LATER, "SMTPServerDisconnected"),
        (["421 closing"], Fate.LATER, "421"),
        (["220 hi", "250 ok", "550 bad sender"], Fate.LATER, "550"),
        (["220 hi", "250 ok", "250 ok", "550 nobody here"], Fate.REFUSED, "550"),
        (["220 hi", "250 ok", "250 ok", "250 ok", "354 go", "552 too big"], Fate.REFUSED, "552"),
        (["220 hi", "250 ok", "250 ok", "250 ok", "354 go", "451 later"], Fate.LATER, "451"),
        (["220 hi", "250 ok", "250 ok", "250 ok", "354 go"], Fate.UNKNOWN, "SMTPServerDisconnected"),
        (["220 hi", "250 ok", "250 ok", "250 ok"], Fate.LATER, "SMTPServerDisconnected"),
    ],
    ids=[
        "hangs up",
        "closing",
        "sender refused",
        "reader refused",
        "refused after DATA",
        "later after DATA",
        "dies after DATA",
        "dies at DATA",
    ],
)
def test_every_way_a_server_can_answer_has_its_fate(
    settings: Settings, answers: list[str], fate: Fate, reason: str
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        server = threading.Thread(target=answer_by_script, args=(listening, answers), daemon=True)
        server.start()

        outcome = smtp.hand_over(a_mail(), to="ming@example.test")
        server.join(timeout=5)

    assert (outcome.fate, outcome.reason) == (fate, reason)


def a_mail() -> EmailMessage:
    content = words.fill(notice())
    return smtp.build(content, email="a@example.test", name="x", sender_name="x", message_id="<1@example.test>")


def answer_by_script(listening: socket.socket, answers: list[str]) -> None:
    connection, _address = listening.accept()
    with connection, connection.makefile("rb") as lines:
        for at, answer in enumerate(answers):
            if at:
                _read_turn(lines, after=answers[at - 1])
            connection.sendall(answer.encode() + b"\r\n")
        if answers and answers[-1].startswith("354"):
            _read_turn(lines, after=answers[-1])


def _read_turn(lines: BinaryIO, *, after: str) -> None:
    for line in lines:
        if not after.startswith("354") or line == b".\r\n":
            return
