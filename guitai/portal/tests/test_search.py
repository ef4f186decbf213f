from pathlib import Path

import pytest
from django.conf import settings

from guitai.portal import search
from guitai.portal.tests import sample

KNOWN = search.sayings(Path(settings.SERVICES_DIR))
OTHERS = [
    sample.service(
        key="elderly-living-allowance", title="中低收入老人生活津貼", summary="每月給付。", who=[], words=["老人津貼"]
    ),
    sample.service(key="rent-subsidy", title="租金補貼", summary="租房子的補貼。", who=[], words=["房租"]),
    sample.service(key="library-card", title="借書證", summary="向圖書館借書。", who=[], words=["圖書館"]),
]
PENSION = sample.service()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("國保", "national-pension-premium-share"),
        ("保費太貴", "national-pension-premium-share"),
        ("我繳不起國民年金怎麼辦", "national-pension-premium-share"),
        ("ＰＥＮＳＩＯＮ", "national-pension-premium-share"),
        ("國民年金保險費減免", "national-pension-premium-share"),
        ("老津", "elderly-living-allowance"),
        ("敬老", "elderly-living-allowance"),
        ("我想申請老人津貼", "elderly-living-allowance"),
        ("租補", "rent-subsidy"),
        ("房租補助", "rent-subsidy"),
        ("想去圖書館", "library-card"),
    ],
)
def test_everyday_words_lead_to_the_service_among_the_first_three(said: str, wanted: str) -> None:
    found = search.find(said, [*OTHERS, PENSION], KNOWN)

    assert wanted in [service.key for service in found[:3]]


def test_the_exact_name_comes_first() -> None:
    assert search.find("租金補貼", [*OTHERS, PENSION], KNOWN)[0].key == "rent-subsidy"


@pytest.mark.parametrize("said", ["量子電腦", "xyz"])
def test_words_about_something_else_find_nothing(said: str) -> None:
    assert search.find(said, [*OTHERS, PENSION], KNOWN) == []


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "。", "🙂"])
def test_saying_nothing_shows_everything(said: str) -> None:
    assert len(search.find(said, [*OTHERS, PENSION], KNOWN)) == 4


def test_every_saying_has_both_sides() -> None:
    assert KNOWN
    assert all(saying.say and saying.mean for saying in KNOWN)
