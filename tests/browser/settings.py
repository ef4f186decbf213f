"""The product's settings as browsers meet them in tests: static files straight from where they are built."""

from guitai.config.settings import *  # noqa: F403 - all settings, but for the two below
from guitai.config.settings import STORAGES as PRODUCT_STORAGES

WHITENOISE_USE_FINDERS = True
STORAGES = PRODUCT_STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
