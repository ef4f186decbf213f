"""Django's connection of a test, led through the chaos proxy."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from tests.faults import chaos_proxy


@dataclass(frozen=True)
class Link:
    """The proxy between this process and its database; ``tell(mode="refuse")`` breaks it."""

    orders: int

    def tell(self, **order: object) -> dict[str, object]:
        return chaos_proxy.tell(self.orders, **order)


@contextmanager
def through_proxy() -> Iterator[Link]:
    """Whatever this process asks the database goes through the proxy while the block runs."""
    settings = connection.settings_dict
    before = {key: settings[key] for key in ("HOST", "PORT")}
    to = f"{settings['HOST']}/.s.PGSQL.{settings['PORT']}"
    command = [sys.executable, "-m", "tests.faults.chaos_proxy", "--listen=0", "--orders=0", f"--to={to}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as proxy:
        assert proxy.stdout is not None
        _ready, port, orders = proxy.stdout.readline().split()
        connection.close()
        settings.update(HOST="127.0.0.1", PORT=port)
        try:
            yield Link(int(orders))
        finally:
            connection.close()
            settings.update(before)
            proxy.terminate()
