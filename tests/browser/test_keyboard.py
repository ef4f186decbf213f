"""The main journeys with nothing but a keyboard: a trial, an application from consent to receipt, a proposal."""

import pytest

from tests.browser.citizens import sign_in
from tests.browser.conftest import Visit
from tests.browser.keyboard import KeyboardCitizen, KeyboardOfficial, choose, press_enter, write
from tests.browser.looking import words
from tests.browser.places import SERVICE
from tests.browser.product import Product, wait_for
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.slow


def answer(visitor: Visitor) -> None:
    """Fill in what this page asks, as test_trial does, by keys."""
    page = visitor.page
    for group in page.locator("fieldset:has(input[type=radio])").all():
        if group.is_visible() and not group.locator("input[type=radio]:checked").count():
            choose(group.locator("input[type=radio]").first)
    for field in page.locator("main input[inputmode=numeric], main input[type=text]").all():
        if field.is_visible() and not field.input_value():
            write(field, "69" if "born" in (field.get_attribute("name") or "") else "20000")


def test_a_trial_with_the_keyboard_alone(visit: Visit) -> None:
    visitor = visit()
    visitor.go(SERVICE)
    press_enter(visitor.page.locator("a[href$='/trial/']").first)
    for _page in range(12):
        if visitor.page.locator(".gt-verdict").count():
            break
        answer(visitor)
        press_enter(visitor.page.locator("button[name=next]").first)

    assert visitor.page.locator(".gt-verdict").count() == 1


def test_from_consent_to_proposal_with_the_keyboard_alone(visit: Visit, product: Product) -> None:
    me = KeyboardCitizen(visit(), product.people["father_in_prison"], "keyboard")
    me.sign_in()
    me.begin()
    me.fill()
    reference = me.send()

    wait_for(lambda: me.follow(reference) or "公所初審中" in words(me.visitor), "the case at the township")
    reviewer = KeyboardOfficial(visit())
    sign_in(reviewer.visitor, f"review.{me.story['township']}@office.example")
    reviewer.open(reference)
    reviewer.take()
    reviewer.move("propose_grant")
    me.follow(reference)

    assert "縣政府" in words(me.visitor)
