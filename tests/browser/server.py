"""The whole product on a free port and a database of its own, for browsers only. Prints its address when ready.

A process apart, so that what browsers do is never seen by tests that share a database.
"""

import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from guitai.accounts import actions as accounts
from guitai.catalogue import actions as catalogue
from guitai.catalogue import reading
from guitai.config.tests import database
from guitai.core import clock

ACTOR = "system:browser-tests"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing; what goes wrong is seen in the browser."""


def fill() -> None:
    """Agencies and services are there."""
    services = Path(settings.SERVICES_DIR)
    accounts.load_agencies(services / "tw" / "agencies.yaml", actor=ACTOR, now=clock.now())
    for folder in reading.folders(services):
        catalogue.publish(folder, actor=ACTOR, now=clock.now())


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    cluster = database.cluster()
    mine = database.TestDatabase(cluster)
    with database.in_use(cluster):
        mine.create()
        try:
            fill()
            server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
            server.set_app(get_wsgi_application())
            sys.stdout.write(f"http://localhost:{server.server_port}\n")
            sys.stdout.flush()
            server.serve_forever()
        finally:
            mine.drop()


if __name__ == "__main__":
    main()
