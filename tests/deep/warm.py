"""A process outside of pytest that works as one inside: secrets of its own, a cheap hasher, no static manifest."""

import importlib
import os
import warnings

os.environ["DJANGO_SETTINGS_MODULE"] = "guitai.config.settings"
importlib.import_module("guitai.config.tests.plugin")

import django  # noqa: E402 - settings need the secrets of the plug-in
from django.conf import settings  # noqa: E402 - as above
from django.test.utils import setup_test_environment  # noqa: E402 - as above

django.setup()


def start() -> None:
    """Tests' settings hold from now on."""
    warnings.simplefilter("ignore")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SCANNER_SOCKET = ""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    setup_test_environment()
