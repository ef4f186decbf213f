"""The heaviest first visit, and whether anything moves: every page of tests/browser/places.py, without a cache.

Bytes as they come over the line, headers included; loads the whole product with a demo county. There is no bare thing:
the goal is absolute.
"""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from report import record

from tests.browser.citizens import sign_in
from tests.browser.conftest import NAMES
from tests.browser.furnishing import furnish
from tests.browser.places import PLACES
from tests.browser.product import running
from tests.browser.visitor import HEIGHT, Visitor
from tests.browser.weighing import MOST_BYTES, MOST_SHIFT, Weight, weigh

WIDTHS = (375, 1280)


def weights() -> dict[str, Weight]:
    found = {}
    os.environ |= {name: secrets.token_hex(32) for name in ("GUITAI_SECRET_KEY", "GUITAI_MASTER_KEY")}
    path = os.environ.get("GUITAI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder)) as product,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]) as chromium,
    ):
        furnished = furnish(product, chromium)
        for role in PLACES:
            context = chromium.new_context(viewport={"width": 1280, "height": HEIGHT}, locale="zh-TW")
            if furnished.who(role):
                sign_in(Visitor(context.new_page(), product.address, 1280), furnished.who(role))
            for name, page in furnished.pages(role).items():
                for width in WIDTHS:
                    found[f"{name} at {width} px"] = weigh(chromium, context, product.address + page, width)
    return found


def main() -> None:
    found = weights()
    name = max(found, key=lambda each: found[each].sent)
    heaviest, moved = found[name].sent, max(weight.shifted for weight in found.values())
    print(f"{len(found)} first visits; heaviest: {name}")
    for each, weight in found.items():
        if not weight.holds:
            print(f"  {each}: {weight.sent / 1024:.1f} KB, shifted by {weight.shifted:.4f}")
    goal = f"≤ {MOST_BYTES // 1024} KB"
    record("weight: heaviest first visit", round(heaviest / 1024, 1), "KB", goal=goal, holds=heaviest <= MOST_BYTES)
    record("weight: largest layout shift", round(moved, 5), "", goal=f"≤ {MOST_SHIFT}", holds=moved <= MOST_SHIFT)


if __name__ == "__main__":
    main()
