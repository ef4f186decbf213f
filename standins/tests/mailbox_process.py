"""A mail box process of its own, for tests here and of the packages that send."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from standins.tests.held import Held, running


class Running(Held):
    @property
    def smtp_port(self) -> int:
        return self.port

    def send(self, raw: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=5) as server:
            server.sendmail("from@example.test", ["to@example.test"], raw)


@contextmanager
def mailbox() -> Iterator[Running]:
    with running("mailbox", "smtp") as held:
        yield Running(held.port, held.http)
