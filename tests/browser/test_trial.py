"""A trial calculation from search to verdict: on a phone, with and without scripts, and nothing left behind."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.looking import press
from tests.browser.visitor import Visitor


def begin(visitor: Visitor) -> None:
    """Come from the home page as people come: a word, a card, a button."""
    visitor.go("/")
    visitor.page.get_by_role("searchbox").fill("國保")
    visitor.page.get_by_role("button", name="搜尋").click()
    visitor.page.locator(".gt-card a").first.click()
    visitor.page.locator("a[href$='/trial/']").first.click()


def answer(visitor: Visitor) -> None:
    """Fill in what this page asks: each open field with something likely, each question with its first option."""
    page = visitor.page
    for group in page.locator("fieldset:has(input[type=radio])").all():
        if group.is_visible() and not group.locator("input[type=radio]:checked").count():
            group.locator("input[type=radio]").first.check()
    for field in page.locator("main input[inputmode=numeric], main input[type=text]").all():
        if field.is_visible() and not field.input_value():
            field.fill("69" if "born" in (field.get_attribute("name") or "") else "20000")


def go_through(visitor: Visitor, pages: int = 12) -> None:
    for _page in range(pages):
        if visitor.page.locator(".gt-verdict").count():
            return
        assert visitor.faults() == []
        answer(visitor)
        press(visitor.page.locator("button[name=next]").first)
        assert not visitor.page.locator(".govuk-error-summary").count(), visitor.page.locator("main").inner_text()
    pytest.fail("the trial did not end")


@pytest.mark.parametrize("width", [375, 1280])
def test_from_a_word_to_a_verdict(visit: Visit, width: int) -> None:
    visitor = visit(width)
    begin(visitor)

    go_through(visitor)

    visitor.picture("trial-verdict")
    assert visitor.faults() == []
    assert visitor.page.locator("h1").inner_text() == "試算結果"
    assert visitor.page.locator(".gt-because__item").count()


def test_from_a_word_to_a_verdict_without_scripts(visit: Visit) -> None:
    visitor = visit(375, scripts=False)
    begin(visitor)
    page = visitor.page
    for _page in range(12):
        if page.locator(".gt-verdict").count():
            break
        answer(visitor)
        press(page.locator("button[name=next]").first)

    assert page.locator(".gt-verdict").count() == 1


def test_a_page_left_empty_leads_to_each_mistake(visit: Visit) -> None:
    visitor = visit(375)
    begin(visitor)

    visitor.page.locator("button[name=next]").first.click()

    assert visitor.faults() == []
    first = visitor.page.locator(".govuk-error-summary a").first
    target = (first.get_attribute("href") or "")[1:]
    first.click()
    assert visitor.page.evaluate("document.activeElement.id") == target


def test_a_trial_leaves_nothing_in_the_browser(visit: Visit) -> None:
    visitor = visit(375)
    begin(visitor)
    go_through(visitor)

    assert visitor.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    names = {cookie.get("name") for cookie in visitor.page.context.cookies()}
    assert names <= {"csrftoken", "__Host-csrftoken", "__Secure-csrftoken"}
