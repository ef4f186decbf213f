"""A message centre process of its own, for tests here and of the packages that send."""

from collections.abc import Iterator
from contextlib import contextmanager

from standins.tests.held import Held, running


class Centre(Held):
    @property
    def smpp_port(self) -> int:
        return self.port


@contextmanager
def message_centre() -> Iterator[Centre]:
    with running("sms", "smpp") as held:
        yield Centre(held.port, held.http)
