"""What the files' own origin answers: asked without cookies, by a client of its own, with its own settings."""

from urllib.parse import urlsplit

from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from guitai.config import files_settings


def at_files_origin() -> override_settings:
    """Inside, the test client talks to the process of attachments instead of the pages."""
    return override_settings(
        ROOT_URLCONF=files_settings.ROOT_URLCONF,
        MIDDLEWARE=files_settings.MIDDLEWARE,
        ALLOWED_HOSTS=files_settings.ALLOWED_HOSTS,
    )


def follow(sent: HttpResponseBase, *, method: str = "GET", host: str = "") -> HttpResponseBase:
    """Answer what the link in this answer leads to."""
    return fetch(sent.headers["Location"], method=method, host=host)


def fetch(address: str, *, method: str = "GET", host: str = "") -> HttpResponseBase:
    parts = urlsplit(address)
    with at_files_origin():
        return Client(raise_request_exception=False).generic(method, parts.path, HTTP_HOST=host or parts.netloc)
