"""A person with a keyboard and nothing else: Tab, Space, Enter, arrows and letters."""

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.citizens import GO_ON, SERVICE, Citizen
from tests.browser.officials import Official

MOST_STOPS = 150
HAS_FOCUS = "each => each === document.activeElement"
SAME_GROUP = "each => document.activeElement?.type === 'radio' && document.activeElement.name === each.name"


def reach(target: Locator) -> None:
    """Tab until the target has the focus; where it is one of several radio buttons, arrows do the rest."""
    keyboard = target.page.keyboard
    for _stop in range(MOST_STOPS):
        if target.evaluate(HAS_FOCUS):
            return
        if target.evaluate(SAME_GROUP):
            keyboard.press("ArrowDown")
        else:
            keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target.evaluate('each => each.outerHTML')[:200]}")


def press_enter(target: Locator) -> None:
    """The page that the button or link leads to has come."""
    reach(target)
    with target.page.expect_navigation():
        target.page.keyboard.press("Enter")


def choose(target: Locator) -> None:
    """The box or radio button is chosen; what was chosen before stays."""
    reach(target)
    if not target.is_checked():
        target.page.keyboard.press("Space")
    assert target.is_checked()


def write(target: Locator, text: str) -> None:
    reach(target)
    target.page.keyboard.press("ControlOrMeta+A")
    target.page.keyboard.type(text)


@dataclass
class KeyboardCitizen(Citizen):
    """Applies as everybody does, without touching anything but keys."""

    def begin(self) -> None:
        page = self.visitor.page
        self.visitor.go(SERVICE)
        press_enter(page.locator("main a[href^='/apply/']").first)
        choose(page.locator("#consent"))
        press_enter(page.locator("main form button").last)

    def type(self, name: str, value: str) -> None:
        write(self.one(name), value)
        self.typed.append(name)

    def choose(self, name: str, value: str) -> None:
        picked = f"main [name='{name}'][value='{value}'], main [name$='.{name}'][value='{value}']"
        for radio in self.visitor.page.locator(picked).all():
            if radio.is_visible():
                choose(radio)

    def go_on(self) -> None:
        press_enter(self.visitor.page.locator(GO_ON).first)

    def send(self) -> str:
        press_enter(self.visitor.page.locator("main form button").last)
        assert self.at == "received"
        return self.visitor.page.url.rstrip("/").split("/")[-2]


@dataclass
class KeyboardOfficial(Official):
    """Works as everybody does at the desk, without touching anything but keys."""

    def open(self, reference: str) -> None:
        self.visitor.go("/desk/work/")
        press_enter(self.visitor.page.get_by_role("link", name=reference))

    def take(self) -> None:
        press_enter(self.visitor.page.locator("form[action$='/take/'] button"))

    def move(self, key: str) -> None:
        page = self.visitor.page
        form = page.locator(f"form[action$='/moves/{key}/']")
        if not form.is_visible():
            reach(page.locator("details", has=form).locator("summary").last)
            page.keyboard.press("Enter")
        press_enter(form.locator("button").last)
