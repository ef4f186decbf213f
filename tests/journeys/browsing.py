"""A browser without scripts: reads the form of a page, changes what a person would, and sends it."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from lxml import html

Typed = Mapping[str, Any]
SUBMITTED = 302


def form_of(page: str, *, action: str = "") -> dict[str, list[str]]:
    """Answer what a browser would send of the page's form as it stands."""
    tree = html.fromstring(page)
    main = tree.get_element_by_id("main")
    wanted = [form for form in main.forms if form.method == "POST" and (form.action or "") == action]
    values: dict[str, list[str]] = {}
    for name, value in wanted[0].form_values():
        values.setdefault(name, []).append(value)
    values.pop("csrfmiddlewaretoken", None)
    return values


def words_of(page: bytes) -> str:
    """Answer what a reader sees in the main part of the page."""
    return " ".join(html.fromstring(page.decode()).get_element_by_id("main").text_content().split())


def open_radios(page: str) -> set[str]:
    """Answer the questions of the page where nothing is chosen yet."""
    radios = html.fromstring(page).xpath("//main//input[@type='radio'] | //*[@id='main']//input[@type='radio']")
    chosen = {radio.name for radio in radios if radio.checked}
    return {radio.name for radio in radios} - chosen


def send_form(client: Client, path: str, typed: Typed, *, unsaid: Typed | None = None) -> Any:
    """Open the page, type, and press its button; ``unsaid`` answers the questions of items that are still open."""
    shown = client.get(path)
    assert shown.status_code == 200, (path, shown.status_code)
    page = shown.content.decode()
    still = {name: (unsaid or {}).get(name.rpartition(".")[2]) for name in open_radios(page)}
    said = {name: value for name, value in still.items() if value}
    return client.post(path, {**form_of(page), **said, **typed})
