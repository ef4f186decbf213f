"""How much comes over the line for the first visit of a page, and whether anything moves while it appears."""

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from tests.browser.visitor import HEIGHT

MOST_BYTES = 90 * 1024
MOST_SHIFT = 0.01  # of the screen; below it nobody sees that a line has moved by a few pixels
WATCH_SHIFTS = """window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(each => { window.shifted += each.value; }))
  .observe({type: "layout-shift", buffered: true});"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shifted))))"


@dataclass(frozen=True)
class Weight:
    """Bytes as they were transferred, headers and all; the sum of layout shifts, 0 when nothing moved."""

    sent: int
    shifted: float

    @property
    def holds(self) -> bool:
        return self.sent <= MOST_BYTES and self.shifted <= MOST_SHIFT


def weigh(chromium: Browser, signed_in: BrowserContext, address: str, width: int) -> Weight:
    """Open the page as somebody whose browser has seen none of us before."""
    seen = chromium.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="zh-TW", storage_state=signed_in.storage_state()
    )
    page = seen.new_page()
    page.add_init_script(WATCH_SHIFTS)
    sent: list[int] = []
    protocol = seen.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.on("Network.loadingFinished", lambda told: sent.append(int(told["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    shifted = float(page.evaluate(SETTLED))
    seen.close()
    return Weight(sum(sent), shifted)
