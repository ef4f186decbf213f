"""Asked for corrections in a browser: one field and one photo, answered on a phone, taps counted from the message."""

import sys
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator

from tests.browser.citizens import Citizen, citizen, photo
from tests.browser.conftest import Visit
from tests.browser.looking import DESK, PHONE, look, press, words
from tests.browser.officials import Official, official
from tests.browser.product import Product, wait_for
from tests.browser.test_journey import reached

pytestmark = pytest.mark.slow
MOST_TAPS = 5
ASKED = {"phone": ("unclear", ""), "household_document": ("not_answered", "要看戶籍記事那一頁")}


@dataclass
class Taps:
    """Counts what a thumb does; taking the picture with the camera is one more."""

    done: list[str] = field(default_factory=list)

    def tap(self, target: Locator, what: str) -> None:
        self.done.append(what)
        press(target)

    def photo(self, target: Locator) -> None:
        with target.page.expect_file_chooser() as chooser:
            target.tap()
        self.done += ["file field", "shutter"]
        chooser.value.set_files(photo(sharp=True))


def applied(visit: Visit, product: Product, key: str) -> tuple[Citizen, str]:
    me = citizen(product, visit(PHONE), key)
    me.sign_in()
    me.begin()
    me.fill()
    reference = me.send()
    reached(me, reference, "公所初審中")
    return me, reference


def mark(desk: Official, reference: str, asked: dict[str, tuple[str, str]]) -> None:
    """From the case over its button to the marks, the preview, and out."""
    page = desk.visitor.page
    desk.open(reference)
    press(page.locator(f"main a[href='/desk/cases/{reference}/supplement/']").first)
    for details in page.locator("main details").all():
        details.locator("summary").click()
    for path, (reason, own) in asked.items():
        page.locator(f"input[name=mark][value='{path}']").check()
        page.locator(f"select[name='reason:{path}']").select_option(reason)
        page.locator(f"input[name='words:{path}']").fill(own)
    look(desk.visitor, "supplement-marks", PHONE, DESK)
    press(page.locator("button[value=preview]"))
    look(desk.visitor, "supplement-preview", PHONE, DESK)
    press(page.locator("main form button").last)
    assert "/supplement/" not in page.url, words(desk.visitor)


def message(product: Product, reference: str) -> str:
    """Answer the path that the message leads to."""
    (mail,) = wait_for(lambda: [each for each in product.mails(reference) if "補正" in each["subject"]], "the message")
    link = next(line for line in mail["text"].splitlines() if line.startswith("http"))
    return "/" + link.split("/", 3)[3]


def test_one_photo_from_the_message_takes_at_most_five_taps(visit: Visit, product: Product) -> None:
    me, reference = applied(visit, product, "student_child")
    desk = official(visit(), "review", me.story["township"])
    mark(desk, reference, {"household_document": ("not_answered", "")})
    path, taps = message(product, reference), Taps()

    taps.done.append("link in the message")
    me.visitor.go(path)
    look(me.visitor, "supplement-case", PHONE, DESK)
    taps.tap(me.visitor.page.locator(f"main a[href='/cases/{reference}/supplement/']").first, "correct now")
    look(me.visitor, "supplement-one", PHONE, DESK)
    taps.photo(me.visitor.page.locator("input[type=file]"))
    taps.tap(me.visitor.page.locator("button[value=send]").last, "send")

    assert "補件已經送出" in me.visitor.page.locator("body").inner_text()
    sys.stdout.write(f"a return answered by one photo in {len(taps.done)} taps: {', '.join(taps.done)}\n")
    assert len(taps.done) <= MOST_TAPS


def test_a_field_and_a_photo_come_back_and_stand_beside_the_old_ones(visit: Visit, product: Product) -> None:
    me, reference = applied(visit, product, "conscript_son")
    desk = official(visit(), "review", me.story["township"])
    mark(desk, reference, ASKED)
    page = me.visitor.page
    me.visitor.go(f"/cases/{reference}/supplement/")
    look(me.visitor, "supplement-two", PHONE, DESK)

    page.locator("[name=phone]").fill("0922333444")
    page.locator("input[type=file]").set_input_files(photo(sharp=False))
    press(page.locator("button[value=send]").last)
    look(me.visitor, "supplement-blurred", PHONE, DESK)
    press(page.locator("button[value=send]").last)
    desk.open(reference)
    look(desk.visitor, "supplement-beside", PHONE, DESK)

    seen = words(desk.visitor)
    assert "0912345678" in seen
    assert "0922333444" in seen
    desk.visitor.go("/desk/supplements/")
    look(desk.visitor, "supplements", PHONE, DESK)


def test_more_time_wanted_on_a_phone_is_given_at_the_desk(visit: Visit, product: Product) -> None:
    me, reference = applied(visit, product, "divorced_single_parent")
    desk = official(visit(), "review", me.story["township"])
    mark(desk, reference, ASKED)
    page = me.visitor.page
    me.visitor.go(f"/cases/{reference}/supplement/")
    page.locator("details summary").click()
    page.locator("[name=why]").fill("媽媽住院，下週才能回家拿")
    press(page.locator("form[action$='/time/'] button"))
    desk.visitor.go("/desk/supplements/")
    look(desk.visitor, "supplements-wanted", PHONE, DESK)
    press(desk.visitor.page.locator(f"main a[href='/desk/cases/{reference}/supplement/']"))
    look(desk.visitor, "supplement-asked", PHONE, DESK)
    desk.visitor.page.locator("[name=until]").fill("115/12/18")
    desk.visitor.page.locator("[name=words]").fill("好的，保重")
    press(desk.visitor.page.locator("button[value=give]"))

    assert "115年12月18日" in words(desk.visitor)
    me.visitor.go(f"/cases/{reference}/supplement/")
    assert "115年12月18日" in words(me.visitor)
