"""The site and the browsers for tests marked ``browser``. Missing tools fail in CI and are reported elsewhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.product import Product, running
from tests.browser.visitor import AXE, HEIGHT, ROOT, Visitor

Visit = Callable[..., Visitor]
NAMES = ("chromium", "chromium-browser", "google-chrome")
LANGUAGES = {"zh": "zh-TW", "en": "en-GB"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


def missing(what: str, remedy: str) -> None:
    """End as a failure where all tests must run, else say what did not run and how to get it."""
    words = f"{what} is missing, so the browser tests did not run. {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = os.environ.get("GUITAI_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        missing("Chromium", "Install it: apt-get install chromium, or name it in GUITAI_CHROMIUM.")
    return str(found)


@pytest.fixture(scope="session")
def product(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product with the demo world, started once."""
    if not AXE.is_file() or not (ROOT / "guitai" / "static_built" / "kit" / "kit.css").is_file():
        missing("The built style sheet or axe-core", "Run: npm ci && npm run build")
    assert chromium_path
    with running(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="session")
def site(product: Product) -> str:
    return product.address


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Open a window: ``visit(width=375, language="zh", scripts=True)``. At the end nobody may have complained."""
    visitors: list[Visitor] = []

    def open_window(width: int = 1280, language: str = "zh", *, scripts: bool = True) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            locale=LANGUAGES[language],
            java_script_enabled=scripts,
            has_touch=width < 600,
        )
        visitor = Visitor(context.new_page(), site, width)
        visitors.append(visitor)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.page.context.close()
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert not complaints, "\n".join(complaints)
