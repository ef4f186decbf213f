"""A text is handed over once; every way that can fail has its status, and none is repeated unseen."""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from socket import create_server

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from guitai.notices import actions, jobs, mailing, queries
from guitai.notices.models import Message
from guitai.notices.terms import Channel, NoMobile, NoWay, Status, TextMessage, TextRefused
from guitai.notices.tests.stories import NOW
from standins.tests.sms_process import Centre, message_centre

LATER = NOW + timedelta(days=3)
TO, CODE = "0912345678", "您的確認碼是 482913，10 分鐘內有效。"


@pytest.fixture(scope="module")
def running() -> Iterator[Centre]:
    with message_centre() as centre:
        yield centre


@pytest.fixture
def centre(running: Centre, settings: Settings) -> Centre:
    running.order(mode="normal", clear=True)
    settings.SMS_HOST, settings.SMS_PORT, settings.SMS_TIMEOUT = "127.0.0.1", running.smpp_port, 0.5
    return running


@pytest.fixture
def _nobody_listens(settings: Settings) -> None:
    with closing(create_server(("127.0.0.1", 0))) as free:
        settings.SMS_HOST, settings.SMS_PORT = free.getsockname()


def send(text: str = CODE, to: str = TO) -> Message:
    actions.send_text(TextMessage(to=to, text=text, thing="consent:1", actor="account:1"), now=NOW)
    return Message.objects.get()


def status() -> Status:
    return Status(Message.objects.get().status)


def ends(message: Message) -> list[tuple[Status, str]]:
    return [(each.status, each.reason) for each in queries.attempts(message.pk)]


@pytest.mark.django_db
def test_a_text_is_queued_only_if_the_transaction_commits() -> None:
    with transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notices.send_text").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "0212345678", "+85291234567", "091234567", "09123456789", "call me"])
def test_only_taiwanese_mobile_numbers_are_taken(number: str) -> None:
    with pytest.raises(NoMobile, match="09"):
        send(to=number)

    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "長" * 336])
def test_a_text_says_something_and_not_too_much(text: str) -> None:
    with pytest.raises(TextRefused):
        send(text)


@pytest.mark.django_db
def test_without_a_message_centre_nobody_is_promised_a_text(settings: Settings) -> None:
    settings.SMS_HOST = ""

    assert not queries.texts_can_be_sent()
    with pytest.raises(NoWay):
        send()


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.parametrize("text", [CODE, CODE * 10], ids=["one part", "many parts"])
def test_a_text_arrives_once_with_its_words(centre: Centre, text: str) -> None:
    message = send(text, to="+886 912-345-678")

    for _each in range(3):
        mailing.try_once(message.pk, now=LATER)

    assert [(each["to"], each["text"]) for each in centre.messages()] == [(TO, text)]
    assert ends(message) == [(Status.DELIVERED, "")]


@pytest.mark.server
@pytest.mark.django_db
def test_a_number_that_does_not_exist_is_not_tried_again(centre: Centre) -> None:
    centre.order(mode="refuse")
    message = send()

    assert mailing.try_once(message.pk, now=NOW) == 0
    assert ends(message) == [(Status.PERMANENT_FAILURE, "0x000b")]


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "code"), [("busy", "0x0058"), ("refuse_bind", "0x000d")])
def test_a_busy_centre_is_tried_again_and_the_text_then_arrives_once(centre: Centre, mode: str, code: str) -> None:
    centre.order(mode=mode)
    message = send()
    pause = mailing.try_once(message.pk, now=NOW)
    centre.order(mode="normal")

    mailing.try_once(message.pk, now=NOW + timedelta(seconds=pause))

    assert ends(message) == [(Status.TEMPORARY_FAILURE, code), (Status.DELIVERED, "")]
    assert len(centre.messages()) == 1


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_listens")
def test_a_centre_that_stays_away_is_given_up_while_a_code_is_still_of_use() -> None:
    message = send()

    now, pauses = NOW, []
    for _each in range(10):
        pauses.append(mailing.try_once(message.pk, now=now))
        now += timedelta(seconds=pauses[-1])

    assert [pause for pause in pauses if pause] == list(mailing.PAUSES_OF_TEXTS)
    assert status() is Status.TECHNICAL_FAILURE
    assert queries.print_queue("") == []


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.parametrize("order", [{"mode": "drop"}, {"mode": "lose"}, {"mode": "slow", "seconds": 2}])
def test_a_text_that_may_have_arrived_is_never_repeated_by_itself(centre: Centre, order: dict[str, object]) -> None:
    centre.order(**order)
    message = send()

    pauses = [mailing.try_once(message.pk, now=NOW), mailing.try_once(message.pk, now=LATER)]

    assert (pauses, status()) == ([0, 0], Status.UNKNOWN)
    assert len(ends(message)) == 1


@pytest.mark.server
@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody_listens")
def test_the_job_queues_the_next_try_and_the_sweep_finds_lost_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    message = send()
    monkeypatch.setattr("guitai.core.clock.now", lambda: NOW)

    lost = mailing.overdue(Channel.SMS, now=NOW + timedelta(hours=1))
    ProcrastinateJob.objects.all().delete()
    jobs.send_text(message=str(message.pk))

    assert lost == [message.pk]
    assert ProcrastinateJob.objects.get(task_name="notices.send_text").scheduled_at is not None


@pytest.mark.server
@pytest.mark.django_db
def test_neither_number_nor_words_are_logged_or_listed(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for mode in ("normal", "refuse", "drop"):
        centre.order(mode=mode)
        mailing.try_once(send().pk, now=NOW)
        listed = queries.notices_for("consent:1")
        Message.objects.all()[0].attempts.all().delete()
        Message.objects.all().delete()

        logged = "\n".join(record.getMessage() for record in caplog.records)
        assert CODE.encode("utf-16-be").hex() not in logged
        assert "912345678" not in logged
        assert "482913" not in str(listed)
