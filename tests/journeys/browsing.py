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


def send_form(client: Client, path: str, typed: Typed, files: Typed | None = None) -> Any:
    """Open the page, type, and press its button."""
    shown = client.get(path)
    assert shown.status_code == 200, (path, shown.status_code)
    data = {**form_of(shown.content.decode()), **typed, **(files or {})}
    return client.post(path, data)
