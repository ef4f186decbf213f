"""Every page somebody can reach: for axe, for narrow screens, for large text, for screen readers, for the keyboard.

One window for each role and language; a page is one line in places.py.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser import using
from tests.browser.citizens import Citizen, citizen, sign_in
from tests.browser.conftest import Visit
from tests.browser.looking import words
from tests.browser.places import PLACES, Furnished
from tests.browser.product import Product, wait_for
from tests.browser.visitor import HEIGHT, Visitor

WIDTHS = {"zh": (320, 1280), "en": (320,)}  # English words are the longer ones
SENDER, APPLICANT = "three_generations", "parents_elsewhere_60"


@pytest.fixture(scope="session")
def furnished(product: Product, chromium: Browser) -> Furnished:
    """One citizen has a case at the township, another an application that is filled in and not sent."""
    sender, applicant = (_filled_in(product, chromium, story) for story in (SENDER, APPLICANT))
    case = sender.send()
    wait_for(lambda: sender.follow(case) or "公所初審中" in words(sender.visitor), "the case at the township")
    draft = applicant.visitor.page.url.split("/drafts/")[1].split("/")[0]
    for each in (sender, applicant):
        each.visitor.page.context.close()
    return Furnished(applicant.mailbox, sender.mailbox, draft, case, sender.story["township"])


def _filled_in(product: Product, chromium: Browser, story: str) -> Citizen:
    context = chromium.new_context(viewport={"width": 1280, "height": HEIGHT}, locale="zh-TW")
    me = citizen(product, Visitor(context.new_page(), product.address, 1280), story)
    me.sign_in()
    me.begin()
    me.fill()
    return me


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
