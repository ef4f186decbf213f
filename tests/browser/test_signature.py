"""Signing on the screen: by finger or mouse on every width, in forced colours, and another way for who cannot."""

import json

import pytest
from playwright.sync_api import Locator

from tests.browser.agents import draw
from tests.browser.conftest import Visit

KIT = "/kit/"
PAD, AGAIN = "#kit-sign", "#kit-sign-again"


def ink(pad: Locator) -> int:
    """Answer how many pixels of the canvas are drawn on."""
    count = """canvas => {
      const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, nth) => nth % 4 === 3 && value > 0).length;
    }"""
    found: int = pad.locator("canvas").evaluate(count)
    return found


def value(pad: Locator) -> list[list[list[float]]]:
    strokes: list[list[list[float]]] = json.loads(pad.locator("input[type=hidden]").input_value() or "[]")
    return strokes


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_what_is_drawn_is_seen_and_goes_with_the_form(visit: Visit, width: int) -> None:
    visitor = visit(width)
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)
    assert pad.get_by_role("status").inner_text() == "還沒有簽名。"

    draw(visitor, pad)

    strokes = value(pad)
    assert len(strokes) == 3
    assert all(0 <= x <= 600 and 0 <= y <= 300 for stroke in strokes for x, y, *_rest in stroke)
    assert strokes[0][0][2] < strokes[2][-1][2]
    assert ink(pad) > 300
    assert pad.get_by_role("status").inner_text() == "已簽名。"


def test_clearing_leaves_an_empty_sheet_and_the_reader_at_it(visit: Visit) -> None:
    visitor = visit(375)
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)
    draw(visitor, pad)

    pad.get_by_role("button").click()

    assert value(pad) == []
    assert ink(pad) == 0
    assert visitor.page.evaluate("document.activeElement.id") == PAD.removeprefix("#")


def test_a_turned_device_keeps_what_was_drawn(visit: Visit) -> None:
    visitor = visit(375)
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)
    draw(visitor, pad)
    before = value(pad)

    visitor.resize(800)

    visitor.page.wait_for_timeout(100)
    assert value(pad) == before
    assert ink(pad) > 300


def test_a_refused_page_shows_again_what_was_drawn(visit: Visit) -> None:
    visitor = visit(375)
    visitor.go(KIT)

    pad = visitor.page.locator(AGAIN)

    assert len(value(pad)) == 2
    assert ink(pad) > 100


def test_forced_colours_draw_in_the_readers_own_colour(visit: Visit) -> None:
    visitor = visit(375)
    visitor.page.emulate_media(forced_colors="active", color_scheme="dark")
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)

    draw(visitor, pad)

    colours = pad.locator("canvas").evaluate(
        "canvas => { const look = getComputedStyle(canvas); return [look.color, look.backgroundColor]; }"
    )
    assert colours[0] != colours[1]
    assert ink(pad) > 300


def test_without_scripts_the_other_ways_stand_there_and_no_empty_box(visit: Visit) -> None:
    visitor = visit(320, scripts=False)
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)

    assert not pad.locator("canvas").is_visible()
    assert "這台裝置無法在螢幕上簽名" in pad.inner_text()
    assert pad.get_by_role("link").count() == 2


def test_the_keyboard_passes_the_sheet_and_reaches_the_other_ways(visit: Visit) -> None:
    visitor = visit(1280)
    visitor.go(KIT)
    pad = visitor.page.locator(PAD)
    pad.focus()

    visitor.page.keyboard.press("Tab")

    assert visitor.page.evaluate("document.activeElement.textContent") == "以手機驗證碼表示同意"
