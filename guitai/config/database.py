"""Which PostgreSQL, as which role: DATABASE_URL if given, else the embedded server of this folder."""

from typing import Any
from urllib.parse import unquote, urlsplit

from guitai.config import environment

ROLE = environment.value("GUITAI_DB_ROLE", "owner")  # owner, web, worker, audit, report


def databases() -> dict[str, dict[str, Any]]:
    url = urlsplit(environment.value("DATABASE_URL", "postgresql://guitai_owner@127.0.0.1:5432/guitai"))
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or 5432),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5},
        },
    }
