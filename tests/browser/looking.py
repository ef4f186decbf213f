"""Looking at a page of the journey: without findings on the widths of phones and desks, whole on the narrowest."""

from playwright.sync_api import Locator

from tests.browser.visitor import TOO_WIDE, Visitor

NARROWEST = 320
PHONE, DESK = 375, 1280


def look(visitor: Visitor, name: str, *widths: int) -> None:
    """The page is clean on these widths and whole on the narrowest; without widths it is only kept as a picture."""
    own = visitor.width
    if not widths:
        visitor.picture(name)
        return
    for width in widths:
        visitor.resize(width)
        visitor.picture(name)
        faults = visitor.faults()
        assert not faults, f"{name} at {width} px: {faults}"
    visitor.resize(NARROWEST)
    assert visitor.page.evaluate(TOO_WIDE) <= 0, f"{name} scrolls sideways at {NARROWEST} px"
    visitor.resize(own)


def press(target: Locator) -> None:
    """The page that the button or link leads to has come, with its scripts."""
    with target.page.expect_navigation():
        target.click()


def words(visitor: Visitor) -> str:
    """Answer what stands in the main part of the page."""
    return " ".join(visitor.page.locator("main").inner_text().split())
