"""Which PostgreSQL, as which role: an outside one named by DATABASE_URL, else the embedded server of this folder."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from guitai.config import environment, roles
from guitai.config.database_address import NOWHERE, Address
from guitai.config.postgres import Cluster, password_of

NAME = "guitai"
ROLE = environment.value("GUITAI_DB_ROLE", "owner")  # owner, web, worker, audit, report
ROLE_PASSWORDS = environment.VAR / "database-passwords"  # of the roles we make in an outside server


def outside() -> bool:
    return bool(environment.value("DATABASE_URL"))


def cluster() -> Cluster:
    """Answer the embedded server of this folder."""
    return Cluster(Path(environment.value("GUITAI_POSTGRES_DIR", str(environment.VAR / "postgres"))))


def address(role: str = ROLE) -> Address:
    """Answer where and as whom a process of this role connects."""
    own = environment.value("DATABASE_URL" if role == "owner" else f"GUITAI_DATABASE_URL_{role.upper()}")
    if own:
        return read_url(own)
    if outside():
        owner = read_url(environment.value("DATABASE_URL"))
        name = f"guitai_{role}"
        return Address(owner.host, owner.port, name, password_of(name, folder=ROLE_PASSWORDS), owner.name)
    return _embedded(f"guitai_{role}")


def read_url(text: str) -> Address:
    url = urlsplit(text)
    asked = parse_qs(url.query)
    return Address(
        host=asked.get("host", [url.hostname or ""])[0],
        port=str(url.port or asked.get("port", ["5432"])[0]),
        user=unquote(url.username or roles.OWNER),
        password=unquote(url.password or ""),
        name=unquote(url.path.lstrip("/")) or NAME,
    )


def _embedded(user: str) -> Address:
    server = cluster()
    running = server.running() if server.asked_home.is_dir() else None
    if running is None:  # settings are read by commands that need no database; whoever needs it will hear of it
        return Address("127.0.0.1", NOWHERE, user, "", NAME)
    return Address(running.socket, str(running.port), user, server.password(user), NAME)


def databases() -> dict[str, dict[str, Any]]:
    return {"default": replace(address(), role=ROLE).django()}
