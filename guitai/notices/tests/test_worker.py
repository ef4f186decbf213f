"""A worker process of its own runs our jobs, and may be killed at the worst moment."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection, transaction

from guitai.core import clock
from guitai.notices import actions, mailing, queries
from guitai.notices.models import Message
from guitai.notices.terms import BatchState, Status
from guitai.notices.tests.stories import ON_PAPER, SENDER, notice
from standins.tests.mailbox_process import Running, mailbox

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
COMMAND = [sys.executable, "-m", "guitai.notices.tests.one_round"]
PATIENCE_SECONDS = 25


def surroundings(box: Running, files: Path) -> dict[str, str]:
    where = connection.settings_dict
    user, secret = quote(where["USER"], safe=""), quote(where["PASSWORD"], safe="")
    socket = quote(where["HOST"], safe="")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "guitai.config.settings",
        "DATABASE_URL": f"postgresql://{user}:{secret}@/{where['NAME']}?host={socket}&port={where['PORT']}",
        "GUITAI_SECRET_KEY": configured.SECRET_KEY,
        "GUITAI_MASTER_KEY": configured.MASTER_KEY,
        "GUITAI_FILES_DIR": str(files),
        "GUITAI_SMTP_HOST": "127.0.0.1",
        "GUITAI_SMTP_PORT": str(box.smtp_port),
    }


def status(message: Message) -> str:
    return Message.objects.get(pk=message.pk).status


def test_what_was_queued_arrives_as_a_mail_and_as_a_batch(tmp_path: Path) -> None:
    now = clock.now()
    with mailbox() as box:
        with transaction.atomic():
            message = actions.send(notice(), now=now)
            actions.send(notice(recipient=ON_PAPER), now=now)
            actions.make_batch(SENDER.agency_code, actor="post:1", now=now)

        subprocess.run(COMMAND, env=surroundings(box, tmp_path), check=True, timeout=PATIENCE_SECONDS)

        assert [mail["subject"] for mail in box.messages()] == ["已收到您的申請（A-1）"]
    assert status(message) == Status.DELIVERED
    assert queries.batches(SENDER.agency_code)[0].state is BatchState.READY


def test_a_worker_killed_while_it_sends_leaves_the_mail_unknown_and_tells_nobody_twice(tmp_path: Path) -> None:
    with mailbox() as box:
        box.order(mode="slow", seconds=2)
        message = actions.send(notice(), now=clock.now())

        with subprocess.Popen(COMMAND, env=surroundings(box, tmp_path)) as worker:
            patience = time.monotonic() + PATIENCE_SECONDS
            while status(message) != Status.SENDING and time.monotonic() < patience:
                time.sleep(0.05)
            time.sleep(0.5)  # the mail is handed over, the answer still awaited
            worker.kill()
        box.order(mode="normal")
        mailing.try_once(message.pk, now=clock.now())  # the stalled job, taken up again

        assert status(message) == Status.UNKNOWN
        assert len(box.messages()) <= 1
