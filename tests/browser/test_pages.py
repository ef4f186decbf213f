"""What holds on all pages and is looked at on one: language, focus, colours, print, what does not exist."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.places import SERVICE

UNSEEN_FOCUS = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const around = each.matches("[type=radio], [type=checkbox]") ? each.nextElementSibling : each;
  const looks = [getComputedStyle(each), getComputedStyle(around, "::before"), getComputedStyle(each, "::after")];
  const outlined = look => look.outlineStyle !== "none" && look.outlineWidth !== "0px";
  const seen = looks.some(look => look.boxShadow !== "none" || outlined(look));
  return seen ? "" : each.outerHTML.slice(0, 100);
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_that_does_not_exist_says_so_in_our_words(visit: Visit, language: str) -> None:
    visitor = visit(375, language)

    visitor.go("/there/is/nothing/", status=404)

    assert visitor.faults() == []
    assert visitor.page.locator("h1").inner_text() == {"zh": "找不到這個頁面", "en": "There is no such page"}[language]


def test_the_language_can_be_changed_on_every_page_and_stays(visit: Visit) -> None:
    visitor = visit(375)
    visitor.go("/contact/")

    visitor.page.get_by_role("button", name="English").click()

    assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor.page.url.endswith("/contact/")
    visitor.go("/")
    assert visitor.page.locator("html").get_attribute("lang") == "en"


def test_the_keyboard_alone_reaches_the_content_first(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/")

    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_every_part_of_the_kit_that_takes_the_keyboard_shows_where_it_is(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/kit/")
    unseen = []
    for _step in range(60):
        visitor.page.keyboard.press("Tab")
        shown = visitor.page.evaluate(UNSEEN_FOCUS)
        unseen += [shown] if shown else []

    assert unseen == []


def test_colours_chosen_by_the_reader_are_kept(visit: Visit) -> None:
    visitor = visit()
    visitor.page.emulate_media(forced_colors="active")

    visitor.go("/kit/")
    visitor.picture("kit-forced-colours")

    # axe still reckons with our colours here; what must hold is that shapes stay: a tag is told by its mark
    marks = visitor.page.evaluate(
        "[...document.querySelectorAll('.gt-status')].map(each => getComputedStyle(each, '::before').width)"
    )
    assert marks
    assert "0px" not in marks


def test_a_printed_page_holds_the_content_and_not_the_navigation(visit: Visit) -> None:
    visitor = visit()
    visitor.go(SERVICE)

    visitor.page.emulate_media(media="print")
    visitor.picture("service-printed")

    assert not visitor.page.locator(".gt-navigation").is_visible()
    assert visitor.page.locator("h1").is_visible()
