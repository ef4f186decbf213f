"""guitai web: the pages, served by gunicorn as the role web."""

import argparse
import sys

from django.conf import settings
from django.db import connection
from gunicorn.app import wsgiapp

from guitai.config import database, preflight, schema


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai web", description="Serve the pages.")
    parser.add_argument("--bind", default="127.0.0.1:8000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    told = parser.parse_args(arguments)
    ready()
    sizes = [f"--bind={told.bind}", f"--workers={told.workers}", f"--threads={told.threads}"]
    # In this process, which has read all settings already; --preload shares them with the workers.
    sys.argv = [
        "guitai web",
        "--preload",
        "--no-control-socket",
        "--worker-class=gthread",
        *sizes,
        "guitai.config.wsgi:application",
    ]
    wsgiapp.run()
    return 0


def ready() -> None:
    """All that the pages need is there; the connection that found out is closed before the processes split."""
    preflight.https_abroad(settings.BASE_URL)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    preflight.assets(settings.STATIC_ROOT)
    connection.close()
