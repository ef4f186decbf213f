from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from guitai.core import context
from guitai.core.kit import Cell, Entry, Problem, Row, Step, Task, Tone, When
from guitai.core.templatetags.days import day, moment

NAVIGATION = (Entry("Kit", "core:kit"), Entry("Mine", "core:kit_desk", audience="person"))


def test_days_are_written_in_the_years_of_the_republic_and_in_english_in_western_ones() -> None:
    with override("zh-hant"):
        assert day(date(2026, 3, 10)) == "115年3月10日"
    with override("en"):
        assert day(date(2026, 3, 10)) == "10 March 2026"


def test_a_moment_is_told_in_the_time_of_taiwan() -> None:
    with override("zh-hant"):
        assert moment(datetime(2026, 3, 10, 17, 5, tzinfo=UTC)) == "115年3月11日 01:05"


def test_no_day_is_no_words() -> None:
    assert (day(None), moment(None)) == ("", "")


@override_settings(DEMO=False, DEBUG=False)
def test_the_component_page_is_absent_in_production(client: Client) -> None:
    assert client.get("/kit/").status_code == 404
    assert client.get("/kit/desk/").status_code == 404


@pytest.mark.django_db
@override_settings(DEBUG=True, DEMO=False)
def test_the_component_page_shows_the_hard_ones(client: Client) -> None:
    html = client.get("/kit/").content.decode()

    assert "\U00020bb7" in html
    assert "長" * 1500 in html


@override_settings(NAVIGATION=NAVIGATION)
def test_the_navigation_shows_a_visitor_only_what_is_for_everyone() -> None:
    request = RequestFactory().get("/kit/desk/")

    assert [(link.words, link.current) for link in context.navigation(request)] == [("Kit", "true")]


@override_settings(NAVIGATION=NAVIGATION)
def test_the_navigation_marks_the_page_one_is_on() -> None:
    request = RequestFactory().get("/kit/desk/")
    vars(request)["person"] = "somebody"

    assert [link.current for link in context.navigation(request)] == ["true", "page"]


def test_an_error_page_can_be_shown_without_a_request() -> None:
    for page in ("400.html", "413.html", "403.html", "404.html", "500.html", "503.html", "403_csrf.html"):
        with override("zh-hant"):
            html = render_to_string(page)

        assert page[:3] in html
        assert 'lang="zh-Hant-TW"' in html


def test_a_list_of_problems_leads_to_each_field() -> None:
    html = render_to_string("kit/error_summary.html", {"problems": [Problem("Year?", "q-born"), Problem("All")]})

    assert '<a href="#q-born">Year?</a>' in html
    assert "<li>All</li>" in html


def test_no_problems_no_summary() -> None:
    assert not render_to_string("kit/error_summary.html", {"problems": []}).strip()


@pytest.mark.parametrize(
    "template", ["kit/summary_list.html", "kit/table.html", "kit/timeline.html", "kit/task_list.html"]
)
def test_what_people_typed_is_shown_as_text_and_never_as_page(template: str) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    html = render_to_string(
        template,
        {
            "rows": [Row(nasty, nasty)] if "summary" in template else [[Cell(nasty), Cell(nasty)]],
            "columns": [nasty],
            "caption": nasty,
            "steps": [Step(nasty, When.NOW, who=nasty, words=nasty)],
            "tasks": [Task(nasty, nasty, Tone.GOOD, hint=nasty)],
        },
    )

    assert "<img" not in html


def test_the_step_of_now_is_told_to_those_who_do_not_see_it() -> None:
    with override("en"):
        html = render_to_string("kit/timeline.html", {"steps": [Step("Approval", When.NOW, by=date(2026, 3, 10))]})

    assert 'aria-current="step"' in html
    assert "by 10 March 2026" in html


def test_one_page_needs_no_pagination() -> None:
    only = Paginator([1, 2], 20).page(1)

    assert not render_to_string("kit/pagination.html", {"page": only, "query": ""}).strip()


def test_pagination_keeps_what_was_searched() -> None:
    html = render_to_string("kit/pagination.html", {"page": Paginator(range(50), 20).page(2), "query": "q=陳&"})

    assert 'href="?q=陳&amp;page=3"' in html
    assert 'href="?q=陳&amp;page=1"' in html
