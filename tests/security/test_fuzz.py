"""Twenty thousand requests over every route and by everybody, and not one of them makes the program fail.

``make check-deep`` sends ten times as many, from other seeds (tests/deep/fuzz.py).
"""

import os
from collections.abc import Iterator
from itertools import islice

import pytest
from pytest_django import DjangoDbBlocker

from tests.security.fuzzing import Fuzzer
from tests.security.standing import prober_of

EACH = int(os.environ.get("FUZZ_EACH", "2000"))
FIRST, SHARDS = int(os.environ.get("FUZZ_FIRST", "0")), int(os.environ.get("FUZZ_SHARDS", "10"))
pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(scope="module")
def fuzzer(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fuzzer]:
    del django_db_setup
    with django_db_blocker.unblock(), prober_of(tmp_path_factory.mktemp("county")) as prober:
        made = Fuzzer(prober)
        made.learn()
        yield made


def test_the_forms_of_the_product_are_known(fuzzer: Fuzzer) -> None:
    assert len(fuzzer.forms) > 50
    assert sum(map(len, fuzzer.forms.values())) > 300


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SHARDS))
def test_no_request_makes_the_program_fail(seed: int, fuzzer: Fuzzer) -> None:
    found = list(islice(fuzzer.faults(seed, EACH), 20))

    assert not found, "\n".join(found)
