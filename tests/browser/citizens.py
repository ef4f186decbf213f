"""A citizen in front of a browser: signs in, applies page by page, counts what had to be typed, follows the case."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import FilePayload, Locator

from tests.browser.looking import look, press
from tests.browser.product import Product
from tests.browser.visitor import Visitor

SERVICE = "/services/national_pension_premium_share/"
GO_ON = "main form .govuk-button-group button"
MOST_PAGES = 12


def sign_in(visitor: Visitor, email: str) -> None:
    """One click on the page of the demo."""
    visitor.go("/demo/")
    face = visitor.page.locator(f"button[name=email][value='{email}']")
    if not face.is_visible():
        visitor.page.locator("details", has=face).locator("summary").click()
    press(face)


def photo(*, sharp: bool) -> FilePayload:
    """Answer the picture of a pay slip, as a telephone gives it."""
    picture = Image.new("RGB", (1200, 1600), "white")
    draw = ImageDraw.Draw(picture)
    for line in range(60, 1560, 30):
        draw.text((60, line), "PAY SLIP 2026-10  MONTHLY 15000  " * 3, fill="black", font_size=22)
    seen = picture if sharp else picture.filter(ImageFilter.GaussianBlur(12))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=90)
    return {"name": "sharp.jpg" if sharp else "blurred.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@dataclass
class Citizen:
    """``looks`` are the widths at which axe looks at each page (none: without scripts it cannot)."""

    visitor: Visitor
    story: dict[str, Any]
    named: str
    looks: tuple[int, ...] = ()
    typed: list[str] = field(default_factory=list)

    @property
    def at(self) -> str:
        """Answer the key of the form's page that is open."""
        return self.visitor.page.url.partition("?")[0].rstrip("/").rpartition("/")[2]

    @property
    def mailbox(self) -> str:
        return str(self.story["email"]) or f"{self.story['key'].replace('_', '-')}@paper.example"

    def look(self, name: str) -> None:
        look(self.visitor, f"{self.named}-{name}", *self.looks)

    def sign_in(self) -> None:
        sign_in(self.visitor, self.mailbox)

    def begin(self) -> None:
        """From the service's page over the consent to the first page."""
        page = self.visitor.page
        self.visitor.go(SERVICE)
        press(page.locator("main a[href^='/apply/']").first)
        self.look("consent")
        page.locator("#consent").check()
        press(page.locator("main form button").last)

    def one(self, name: str) -> Locator:
        """Answer the field of that name, also inside a repeated part."""
        return self.visitor.page.locator(f"main [name='{name}'], main [name$='.{name}']").first

    def type(self, name: str, value: str) -> None:
        self.one(name).fill(value)
        self.typed.append(name)

    def choose(self, name: str, value: str) -> None:
        picked = f"main [name='{name}'][value='{value}'], main [name$='.{name}'][value='{value}']"
        for radio in self.visitor.page.locator(picked).all():
            if radio.is_visible():
                radio.check()

    def go_on(self) -> None:
        press(self.visitor.page.locator(GO_ON).first)

    def answer(self) -> None:
        """Answer this page as most people would."""
        match self.at:
            case "you":
                self._you()
            case "home":
                self.choose("lives_at_registered_address", "yes")
            case "family":
                self.choose("co_living", "no")
            case "income":
                self.choose("pay_changed", "no")
                self.choose("has_other_income", "no")
            case "account":
                self._account()
            case "declaration":
                self.choose("declares_true", "yes")
                self.choose("will_tell_changes", "yes")

    def fill(self, *, until: str = "check") -> None:
        """Go through the pages as they come, up to that one."""
        for _each in range(MOST_PAGES):
            if self.at == until:
                return
            self.answer()
            self.look(self.at)
            before = self.at
            self.go_on()
            assert self.at != before, self.visitor.page.locator("main").inner_text()
        raise AssertionError(f"{until} was not reached")

    def send(self) -> str:
        """Send from the page where everything is checked; answer the number on the receipt."""
        self.look("check")
        press(self.visitor.page.locator("main form button").last)
        assert self.at == "received", self.visitor.page.locator("main").inner_text()
        self.look("received")
        return self.visitor.page.url.rstrip("/").split("/")[-2]

    def follow(self, reference: str) -> None:
        self.visitor.go(f"/cases/{reference}/")

    def _you(self) -> None:
        self.type("phone", "0912345678")
        if self.story["email"]:
            self.choose("notice_by", "email")
            self.type("email", self.story["email"])
        else:
            self.choose("notice_by", "letter")

    def _account(self) -> None:
        account = self.story["account"]
        if not account["holder_matches"]:
            self.choose("wants_refund_account", "no")
            return
        self.choose("wants_refund_account", "yes")
        self.type("refund_account-bank", account["bank"])
        self.type("refund_account-number", account["number"])
        if not self.one("refund_account-holder").input_value():
            self.type("refund_account-holder", self.story["name"])


def citizen(product: Product, visitor: Visitor, key: str, *looks: int) -> Citizen:
    return Citizen(visitor, product.people[key], named=f"journey-{key}", looks=looks)
