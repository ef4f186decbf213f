"""An old woman, the village officer, her daughter, the township and the county: both benefits, from end to end."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.browser.agents import Agent, sign
from tests.browser.citizens import Citizen, citizen, photo, sign_in
from tests.browser.conftest import Visit
from tests.browser.looking import DESK, PHONE, look, press, words
from tests.browser.officials import Official, official, text_of
from tests.browser.product import Product, wait_for
from tests.browser.visitor import PICTURES

pytestmark = pytest.mark.slow
ALLOWANCE, PREMIUM = "elderly_living_allowance", "national_pension_premium_share"
TABLET = 820
MOST_TYPED, MOST_PHOTOS, MOST_TAPS = 12, 2, 5
MORE: dict[str, tuple[tuple[str, str], ...]] = {
    "home": (("abroad_last_year", "short"),),
    "income": (("savings_changed", "no"),),
}


def fill(me: Citizen) -> None:
    """Go through what is asked, up to the page where everything is checked."""
    for _page in range(14):
        if me.at == "check":
            return
        me.answer()
        for name, value in MORE.get(me.at, ()):
            me.choose(name, value)
        before = me.at
        me.look(before)
        me.go_on()
        assert me.at != before, words(me.visitor)
    raise AssertionError("the application does not end")


def begin(me: Citizen, home: str, service: str) -> None:
    me.visitor.page.goto(home)
    press(me.visitor.page.locator(f"main form[action$='/{service}/'] button, main a[href$='/{service}/']").first)


class Taps:
    """Counts what a thumb does: opening, choosing a file, ticking, pressing."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, target: Locator) -> None:
        self.count += 1
        press(target)

    def check(self, target: Locator) -> None:
        self.count += 1
        target.check()

    def photograph(self, target: Locator) -> None:
        self.count += 1
        target.set_input_files(photo(sharp=True))


def note(name: str, figures: dict[str, object]) -> None:
    """Print the figures of a moment of truth, and keep them beside the pictures."""
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"moment-{name}.json").write_text(json.dumps(figures, ensure_ascii=False))
    print(f"\n{name}: {figures}")  # noqa: T201 — the issue asks for printed figures


def at_the_tablet(visit: Visit, product: Product) -> tuple[Citizen, str]:
    """The village officer asks, reads the card, and the old woman signs."""
    tablet = visit(TABLET)
    me = citizen(product, tablet, "elder_widow")
    sign_in(tablet, f"agent.{me.story['township']}@office.example")
    agent = Agent(tablet)
    agent.ask(str(me.story["number"]))
    told = words(tablet)
    assert "可以申請" in told
    assert str(me.story["name"]) not in told, "before the consent nothing but yes, no and unknown is told"
    look(tablet, "whole-told", TABLET)
    agent.read_card(str(me.story["name"]), str(me.story["born"]), ALLOWANCE, PREMIUM)
    look(tablet, "whole-sign", TABLET)
    sign(tablet)
    look(tablet, "whole-mandate", TABLET)
    assert "10,286" in words(tablet)
    return me, tablet.page.url


def hand_in(me: Citizen, home: str, service: str) -> str:
    begin(me, home, service)
    fill(me)
    return me.send()


def return_one_field_and_one_photo(reviewer: Official, reference: str) -> None:
    page = reviewer.visitor.page
    reviewer.visitor.go(f"/desk/cases/{reference}/supplement/")
    page.locator("input[name=mark][value=abroad_last_year]").check()
    page.locator("[name='reason:abroad_last_year']").select_option("differs_from_register")
    page.locator("[name='label:paper/1']").fill("存摺封面")
    reviewer.look("whole-supplement")
    press(page.locator("button[name=then][value=preview]"))
    reviewer.look("whole-supplement-preview")
    press(page.locator("main button", has_text="送出").first)


def answer_on_the_phone(visit: Visit, product: Product, reference: str) -> int:
    """The daughter is empowered by her mother's signature on the phone, and answers; answer her taps."""
    phone = visit(PHONE)
    daughter = citizen(product, phone, "elder_daughter")
    daughter.sign_in()
    phone.go("/for/")
    look(phone, "whole-for", PHONE)
    phone.page.locator("#consent").check()
    press(phone.page.locator("main form button").last)
    phone.page.get_by_label(str(product.people["elder_widow"]["name"]), exact=False).first.check()
    phone.page.locator(f"[name=services][value={ALLOWANCE}]").check()
    look(phone, "whole-family", PHONE)
    press(phone.page.locator("main form button").last)
    sign(phone)
    taps = Taps()
    taps.count += 1  # the link in the message
    phone.go(f"/cases/{reference}/")
    taps.press(phone.page.locator("main a[href$='/supplement/']").first)
    look(phone, "whole-answer", PHONE)
    taps.check(phone.page.locator("[name=abroad_last_year][value=short]"))
    taps.photograph(phone.page.locator("main input[type=file]").first)
    taps.press(phone.page.locator("button[name=then][value=send]"))
    assert "公所初審中" in words(phone), words(phone)
    return taps.count


def letter(me: Citizen, reference: str, folder: Path) -> str:
    link = f"main a[href='/cases/{reference}/letter.pdf']"

    def there() -> bool:
        me.follow(reference)
        return me.visitor.page.locator(link).count() > 0

    wait_for(there, f"the letter of {reference}")
    with me.visitor.page.expect_download() as awaited:
        me.visitor.page.locator(link).first.click()
    path = folder / awaited.value.suggested_filename
    awaited.value.save_as(path)
    return text_of(path)


def decide(visit: Visit, post: str, reference: str, move: str, agency: str = "") -> float:
    """The official opens the case, makes the move and is back on her list; answer the seconds."""
    someone = official(visit(), post, agency) if agency else official(visit(), post)
    began = time.monotonic()
    someone.open(reference)
    someone.look(f"whole-{move}")
    someone.move(move)
    return time.monotonic() - began


def test_two_benefits_for_an_old_woman(
    visit: Visit, product: Product, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    me, home = at_the_tablet(visit, product)
    allowance = hand_in(me, home, ALLOWANCE)
    typed_for_allowance = len(me.typed)
    premium = hand_in(me, home, PREMIUM)

    def under_review() -> bool:
        me.visitor.page.goto(home)
        return words(me.visitor).count("公所初審中") == 2

    wait_for(under_review, "both cases at the township office")
    township = str(me.story["township"])
    reviewer = official(visit(), "review", township)
    reviewer.open(allowance)
    reviewer.take()
    return_one_field_and_one_photo(reviewer, allowance)
    taps = answer_on_the_phone(visit, product, allowance)
    reviewer.visitor.go(f"/desk/cases/{allowance}/")
    reviewer.look("whole-answered")
    assert "沒有改" in words(reviewer.visitor)

    reviewer.move("propose_grant")
    seconds = decide(visit, "approve-1", allowance, "grant")
    decide(visit, "review", premium, "propose_refusal", township)
    decide(visit, "approve-2", premium, "refuse")

    granted, refused = letter(me, allowance, tmp_path), letter(me, premium, tmp_path)
    assert "10,286" in granted
    assert "年滿二十五歲且未滿六十五歲" in refused, "the words of the rule, not its code"
    assert typed_for_allowance <= MOST_TYPED
    assert taps <= MOST_TAPS
    figures = {"typed": typed_for_allowance, "photos": 0, "taps to answer": taps, "seconds to grant": round(seconds, 1)}
    with capsys.disabled():
        note("two-benefits", figures)


def test_a_consent_taken_back_stops_everything_under_it(visit: Visit, product: Product) -> None:
    tablet, phone = visit(TABLET), visit(PHONE)
    me = citizen(product, tablet, "elder_lower")
    sign_in(tablet, f"agent.{me.story['township']}@office.example")
    agent = Agent(tablet)
    agent.ask(str(me.story["number"]))
    agent.read_card(str(me.story["name"]), str(me.story["born"]), ALLOWANCE)
    sign(tablet)
    home = tablet.page.url
    begin(me, home, ALLOWANCE)
    draft = tablet.page.url
    herself = Citizen(phone, me.story, named="whole-revoke")
    herself.sign_in()
    phone.go("/consents/")
    press(phone.page.locator(f"main a[href='/consents/{home.rstrip('/').rpartition('/')[2]}/']").first)
    look(phone, "whole-consent", PHONE)
    press(phone.page.locator("main a[href$='/revoke/']").first)
    press(phone.page.locator("main form button").last)

    for address in (home, draft):
        tablet.expected_status.add(403)
        answer = tablet.page.goto(address)
        assert answer is not None
        assert answer.status == 403
        assert "不能再代" in words(tablet)
    phone.page.goto(draft)
    look(phone, "whole-own-consent", PHONE, DESK)
    assert "同意" in words(phone), "she goes on alone, after a consent of her own"
