"""What a connection needs, as Django and as libpq ask for it."""

from dataclasses import dataclass
from typing import Any

from psycopg.conninfo import make_conninfo

NOWHERE = "1"  # the port of an embedded server that does not run
# A network that swallows packets is found out in seconds, not after the two hours of the kernel's defaults.
NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
SERVING = {"statement_timeout": "30s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
WORKING = {"statement_timeout": "300s", "lock_timeout": "60s", "idle_in_transaction_session_timeout": "120s"}
# How long a session of each role may do one thing: who hangs holds nobody else up. Migrations take their time.
LIMITS = {"web": SERVING, "report": SERVING, "worker": WORKING, "audit": WORKING}


@dataclass(frozen=True)
class Address:
    """All that a connection needs."""

    host: str
    port: str
    user: str
    password: str
    name: str
    role: str = ""

    @property
    def options(self) -> dict[str, Any]:
        """Answer when to give up: waiting for the network, a statement, a lock, or the end of a transaction."""
        limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.get(self.role, {}).items())
        return NETWORK | ({"options": limits} if limits else {})

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
            "OPTIONS": self.options,
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
