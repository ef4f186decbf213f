"""Who acts for somebody in a browser: the village officer with a tablet, and the hand that signs on it."""

import math
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.looking import press
from tests.browser.visitor import Visitor


def draw(visitor: Visitor, pad: Locator) -> None:
    """Three strokes stand on the sheet, as a hand draws them."""
    canvas = pad.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse = visitor.page.mouse
    for stroke in range(3):
        left = 0.15 + 0.25 * stroke
        mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * 0.3)
        mouse.down()
        for step in range(20):
            down = 0.3 + 0.3 * math.sin(step / 4) ** 2
            mouse.move(box["x"] + box["width"] * (left + 0.008 * step), box["y"] + box["height"] * down)
        mouse.up()


def sign(visitor: Visitor) -> None:
    """The person beside the device signs, and the consent is given."""
    draw(visitor, visitor.page.locator("#signature"))
    press(visitor.page.locator("main button[value=signature]"))


@dataclass
class Agent:
    """A village officer with a tablet."""

    visitor: Visitor

    def ask(self, number: str) -> None:
        self.visitor.go("/agent/")
        self.visitor.page.locator("main [name=number]").fill(number)
        press(self.visitor.page.locator("main form button").first)

    def read_card(self, name: str, born: str, *services: str, place: str = "home_visit") -> None:
        page = self.visitor.page
        page.locator("main [name=name]").fill(name)
        page.locator("main [name=born]").fill(born)
        for box in page.locator("main [name=services]").all():
            box.set_checked(box.get_attribute("value") in services)
        page.locator(f"main [name=place][value={place}]").check()
        press(page.locator("main form button").last)
