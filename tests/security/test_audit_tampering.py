"""T42: whoever changes the audit is refused or found, with the place."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from guitai.audit.tests import campaign
from guitai.audit.tests.authority import standing
from guitai.audit.tests.mutations import MUTATIONS, Ground
from guitai.config.postgres import SUPERUSER
from guitai.config.tests import database

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.server,
    pytest.mark.sql,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="time-stamps need openssl: apt install openssl"),
]
SEEDS = range(300)


@pytest.fixture
def ground(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Ground]:
    """The audit of this process's database is fresh, whole and stamped, and we may do anything to it."""
    settings.AUDIT_WITNESS_FILE = tmp_path / "checkpoints.jsonl"
    server = database.cluster(request.config.getoption("--postgres"))
    mine = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=SUPERUSER, PASSWORD=server.password(SUPERUSER))
    try:
        campaign.clear()
        with standing(tmp_path / "authority") as authority:
            settings.AUDIT_TSA_URL, settings.AUDIT_TSA_ROOTS = authority.url, str(authority.roots)
            campaign.prepare()
        yield Ground(tmp_path / "checkpoints.jsonl")
        campaign.clear()
    finally:
        connection.close()
        connection.settings_dict.update(mine)


def test_t42_three_hundred_random_changes_by_every_role_are_refused_or_found(ground: Ground) -> None:
    tally = campaign.campaign(ground, SEEDS)

    assert tally.missed == [], "\n".join(tally.missed)
    assert tally.tried == len(SEEDS)
    assert tally.refused > 0
    assert set(tally.kinds) == set(MUTATIONS)
