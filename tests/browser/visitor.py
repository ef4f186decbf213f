"""Somebody in front of a browser: goes to pages, takes pictures, lets axe look, and forgets no complaint."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "test-results"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHT = 800
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 SC 2.5.8; ours aim at 44

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(each => {
    const box = (each.closest("label") ?? each).getBoundingClientRect();  // a label is clicked like its input
    const hidden = each.type === "hidden" || each.closest(".govuk-visually-hidden, .govuk-skip-link") || !box.width;
    const inText = each.matches("p a, li a, dd a, td a") && getComputedStyle(each).display === "inline";
    return !hidden && !inText && (box.height < least || box.width < least);
  })
  .map(each => each.outerHTML.slice(0, 120))"""


@dataclass
class Visitor:
    """One browser window of one person."""

    page: Page
    site: str
    width: int
    complaints: list[str] = field(default_factory=list)
    expected_status: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        """Keep errors, also those of the content security policy; a page opened to see its error is no surprise."""
        wanted = any(f"status of {status}" in message.text for status in self.expected_status)
        if message.type == "error" and not wanted:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.complaints.append(f"asked somebody else: {request.url}")

    def go(self, path: str, *, status: int = 200) -> None:
        if status >= 400:
            self.expected_status.add(status)
        response = self.page.goto(self.site + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"

    def resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def picture(self, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}-{self.width}.png", full_page=True)

    def faults(self) -> list[str]:
        """Answer what is wrong with the page that is open: axe's findings, sideways scrolling, targets too small."""
        wide = self.page.evaluate(TOO_WIDE)
        found = [f"scrolls sideways by {wide} px"] if wide > 0 else []
        found += [f"smaller than a thumb: {html}" for html in self.page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)]
        return found + [f"{rule['id']}: {_where(rule)}" for rule in self._axe()]

    def _axe(self) -> list[dict[str, Any]]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe_source())  # from outside, so the page's policy stays as it is
        result = self.page.evaluate("standards => axe.run(document, {runOnly: standards})", STANDARDS)
        violations: list[dict[str, Any]] = result["violations"]
        return violations


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def _where(rule: dict[str, Any]) -> str:
    return "; ".join(f"{node['html'][:120]} ({node.get('failureSummary', '')})" for node in rule["nodes"][:3])
