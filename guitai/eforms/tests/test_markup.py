"""Every page is readable by ear and by keyboard: labels, descriptions, no script or style inside."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from guitai.eforms import pages
from guitai.eforms.fields import BoundPage
from guitai.eforms.terms import Answer, Prefilled
from guitai.eforms.tests.sample import RIGHT, TODAY, every_type
from guitai.eforms.tests.test_pages import ASKS, AT

FORM = every_type()
MEMBERS: list[Answer] = [{"id": "a1", "member_name": "陳玉", "relation": "spouse"}]
VOID = {"input", "br", "hr", "img", "meta", "link", "option"}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID

    def every(self, name: str) -> list[str]:
        return [value for _tag, attrs in self.tags if (value := attrs.get(name))]


def shown(bound: BoundPage) -> Page:
    return Page(render_to_string("eforms/page_fields.html", {"page": bound}))


def every_page() -> list[BoundPage]:
    everything_wrong: dict[str, list[str]] = {key: ["?"] for key in RIGHT}
    prefilled = {
        "full_name": Prefilled("王小明", "household register", AT),
        "marital": Prefilled("single", "household register", AT, editable=True),
        "members": Prefilled([{"id": "r1", "member_name": "林美玉"}], "household register", AT),
    }
    bound = [pages.bind(page, {"members": MEMBERS}, today=TODAY) for page in FORM.pages]
    bound += [pages.bind(page, {}, data=everything_wrong, today=TODAY) for page in FORM.pages]
    bound += [pages.bind(page, {"marital": "married"}, today=TODAY, prefilled=prefilled) for page in FORM.pages]
    return [*bound, pages.bind(ASKS.page("p1"), {}, today=TODAY)]


@pytest.fixture(params=range(len(every_page())))
def page(request: pytest.FixtureRequest) -> Page:
    return shown(every_page()[request.param])


def test_every_input_has_a_label_of_its_own(page: Page) -> None:
    inputs = [
        attrs
        for tag, attrs in page.tags
        if tag in {"input", "select", "textarea"} and attrs.get("type") not in {"hidden", "submit"}
    ]

    assert {str(attrs["id"]) for attrs in inputs} == set(page.every("for"))


def test_no_id_is_there_twice_and_every_description_is_there(page: Page) -> None:
    ids = Counter(page.every("id"))
    named = {name for value in page.every("aria-describedby") + page.every("aria-labelledby") for name in value.split()}
    lists = set(page.every("list"))

    assert [key for key, count in ids.items() if count > 1] == []
    assert named | lists <= set(ids)


def test_nothing_runs_or_is_coloured_inside_the_markup(page: Page) -> None:
    assert not page.every("style")
    assert not [name for _tag, attrs in page.tags for name in attrs if name.startswith("on")]
    assert all(attrs.get("src") for tag, attrs in page.tags if tag == "script")


def test_every_tag_is_closed(page: Page) -> None:
    assert page.depth == 0


def test_the_error_summary_leads_to_inputs_that_exist() -> None:
    for bound in every_page():
        ids = set(shown(bound).every("id"))
        assert {anchor for anchor, _words in bound.errors} <= ids


def test_the_enter_key_never_removes_a_member() -> None:
    bound = pages.bind(FORM.page("p2"), {"members": MEMBERS}, today=TODAY)
    buttons = [attrs.get("name") for tag, attrs in shown(bound).tags if tag == "button"]

    assert buttons == [None, "remove", "add"]
