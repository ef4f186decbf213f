"""The site and the browsers for tests marked ``browser``. Missing tools fail in CI and are reported elsewhere."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import AXE, HEIGHT, ROOT, Visitor

Visit = Callable[..., Visitor]
NAMES = ("chromium", "chromium-browser", "google-chrome")
LANGUAGES = {"zh": "zh-TW", "en": "en-GB"}
STARTS_WITHIN = 120


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
def site(chromium_path: str) -> Iterator[str]:
    """The address of the whole product, started once."""
    if not AXE.is_file() or not (ROOT / "guitai" / "static_built" / "kit" / "kit.css").is_file():
        missing("The built style sheet or axe-core", "Run: npm ci && npm run build")
    assert chromium_path
    command = [sys.executable, "-m", "tests.browser"]
    environment = os.environ | {"GUITAI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), "the site did not start; its words stand above"
        yield address
        process.terminate()
        process.wait(STARTS_WITHIN)


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
