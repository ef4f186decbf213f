"""What a connection needs, as Django and as libpq ask for it."""

from dataclasses import dataclass
from typing import Any

from psycopg.conninfo import make_conninfo

NOWHERE = "1"  # the port of an embedded server that does not run


@dataclass(frozen=True)
class Address:
    """All that a connection needs."""

    host: str
    port: str
    user: str
    password: str
    name: str

    def django(self) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 5},
        }

    @property
    def running(self) -> bool:
        return self.port != NOWHERE

    def libpq(self) -> str:
        return make_conninfo(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=self.name,
            connect_timeout=5,
        )
