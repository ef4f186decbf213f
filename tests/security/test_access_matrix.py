"""Every route by every method, by everybody, on everybody's things: who is let in, and that nobody else notices."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from guitai.accounts.access import access_of
from tests.security.probing import Prober, in_production, named_patterns, probes, run
from tests.security.routes import BY_NAME, EVERY, ROUTES, Route
from tests.security.standing import prober_of

FEWEST = 20_000
pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(scope="module")
def prober(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prober]:
    """The county stands once for all probes of this process, and is rolled back after the last."""
    del django_db_setup
    with django_db_blocker.unblock(), prober_of(tmp_path_factory.mktemp("county")) as made:
        yield made


def test_every_route_of_the_product_has_its_row() -> None:
    assert in_production(named_patterns()) == set(BY_NAME)


@pytest.mark.parametrize("route", [each for each in ROUTES if each.methods != EVERY], ids=lambda each: each.name)
def test_the_page_itself_says_what_its_row_says(route: Route) -> None:
    said = access_of(named_patterns()[route.name].callback)

    assert (said.gate.value, said.roles) == (route.gate.value, route.roles)


@pytest.mark.parametrize("name", [route.name for route in ROUTES])
def test_who_reaches(name: str, prober: Prober) -> None:
    _made, wrong = run(prober, BY_NAME[name])

    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:20])


def test_the_matrix_is_as_large_as_promised(prober: Prober) -> None:
    made = sum(1 for route in ROUTES for _probe in probes(route, prober.county.things))

    assert made >= FEWEST
