"""Every page somebody can reach: for axe, for narrow screens, for large text, for screen readers, for the keyboard.

One window for each role and language; a page is one line in places.py.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser import using
from tests.browser.citizens import sign_in
from tests.browser.conftest import Visit
from tests.browser.furnishing import furnish
from tests.browser.places import PLACES, Furnished
from tests.browser.product import Product
from tests.browser.visitor import Visitor
from tests.browser.weighing import weigh

WIDTHS = {"zh": (320, 1280), "en": (320,)}  # English words are the longer ones


@pytest.fixture(scope="session")
def furnished(product: Product, chromium: Browser) -> Furnished:
    """One citizen has a case at the township, another an application that is filled in and not sent."""
    return furnish(product, chromium)


def enter(visitor: Visitor, furnished: Furnished, role: str) -> None:
    who = furnished.who(role)
    if who:
        sign_in(visitor, who)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", PLACES)
def test_every_page_is_clean_whole_and_named(visit: Visit, furnished: Furnished, role: str, language: str) -> None:
    visitor = visit(320, language)
    enter(visitor, furnished, role)
    found = []
    for name, path in furnished.pages(role).items():
        visitor.go(path)
        for width in WIDTHS[language]:
            visitor.resize(width)
            found += [f"{name} at {width} px: {fault}" for fault in visitor.faults()]
        visitor.picture(f"{name}-{language}")
        found += [f"{name}: {fault}" for fault in (*using.not_whole(visitor), *using.nameless(visitor.page))]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", PLACES)
def test_every_page_can_be_used_with_the_keyboard_alone(visit: Visit, furnished: Furnished, role: str) -> None:
    visitor = visit()
    enter(visitor, furnished, role)
    found = []
    for name, path in furnished.pages(role).items():
        visitor.go(path)
        found += [f"{name}: {fault}" for fault in using.out_of_reach(visitor.page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", PLACES)
def test_every_page_can_be_used_without_scripts(visit: Visit, furnished: Furnished, role: str) -> None:
    visitor = visit(375, scripts=False)
    enter(visitor, furnished, role)
    found = []
    for name, path in furnished.pages(role).items():
        visitor.go(path)
        found += [f"{name}: {fault}" for fault in using.unusable_without_scripts(visitor.page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("role", PLACES)
def test_the_first_visit_of_every_page_is_light_and_still(
    visit: Visit, chromium: Browser, furnished: Furnished, role: str
) -> None:
    visitor = visit(375)
    enter(visitor, furnished, role)
    weights = {
        name: weigh(chromium, visitor.page.context, visitor.site + path, 375)
        for name, path in furnished.pages(role).items()
    }

    assert min(weight.sent for weight in weights.values()) > 10_000  # the style sheet at least: it was a first visit
    assert not {name: weight for name, weight in weights.items() if not weight.holds}
