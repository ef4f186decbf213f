"""guitai attachments: attachments handed out at an origin of their own, as the role web."""

import argparse
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from gunicorn.app import wsgiapp

from guitai.config import database, preflight, schema
from guitai.config.terms import CannotStart


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai attachments", description="Hand out attachments.")
    parser.add_argument("--bind", default="127.0.0.1:8013")
    parser.add_argument("--threads", type=int, default=4)
    told = parser.parse_args(arguments)
    if settings.ROOT_URLCONF != "guitai.config.files_urls":
        raise CannotStart("DJANGO_SETTINGS_MODULE names the settings of the pages: leave it unset for attachments.")
    preflight.https_abroad(settings.FILES_URL)
    own_origin(settings.FILES_URL, settings.BASE_URL)
    preflight.postgres(database.address())
    schema.require_current()
    schema.require_key()
    connection.close()
    sys.argv = [
        "guitai attachments",
        "--preload",
        "--no-control-socket",
        "--worker-class=gthread",
        f"--bind={told.bind}",
        "--workers=1",
        f"--threads={told.threads}",
        "guitai.config.wsgi:application",
    ]
    wsgiapp.run()
    return 0


def own_origin(files_url: str, base_url: str) -> None:
    """The two names differ, so that no browser sends the cookies of the pages to where attachments are."""
    if urlsplit(files_url).hostname == urlsplit(base_url).hostname:
        raise CannotStart(
            f"GUITAI_FILES_URL and GUITAI_BASE_URL are both {urlsplit(base_url).hostname}: "
            "attachments need a host name of their own."
        )
