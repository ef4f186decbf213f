"""Settings of the process that hands out attachments: the same product, with one page and no way to sign in."""

from urllib.parse import urlsplit

from guitai.config.settings import *  # noqa: F403 - the same names, of which a few are narrowed below
from guitai.config.settings import FILES_URL

ROOT_URLCONF = "guitai.config.files_urls"
WSGI_APPLICATION = "guitai.config.wsgi.application"
ALLOWED_HOSTS = [urlsplit(FILES_URL).hostname or ""]
MIDDLEWARE = [  # no session, nobody signed in, no cookie
    "django.middleware.security.SecurityMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # the library wants it; looks at HTML answers only
]
