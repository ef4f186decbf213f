"""Nothing leaves before the record of whom it is about, and a way without a purpose shows nobody else's data."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import ResolverMatch

from guitai.accounts.models import Account, Person
from guitai.accounts.reading import ReadInTheOpen
from guitai.audit import looks
from guitai.audit.terms import READ, Wish
from guitai.core import clock, reading
from guitai.core.reading import NotReading

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[str]:
    rows = [Person(name=name, born=date(1960, 1, 1), registered_at=clock.now()) for name in ("甲", "乙")]
    return [each.ref for each in Person.objects.bulk_create(rows)]


def name_of(ref: str) -> bytes:
    return str(Person.objects.get(pk=ref.removeprefix("person:")).name).encode()


def told(ref: str) -> int:
    return looks.looks(Wish(subjects=(ref,), verbs=(READ,)))[1]


def asked(route: str) -> HttpRequest:
    request = RequestFactory().get("/somewhere/")
    app, _colon, name = route.partition(":")
    request.resolver_match = ResolverMatch(lambda: None, (), {}, name, [app], [app])
    return request


def test_a_page_that_shows_somebody_has_its_record_before_it_leaves(people: list[str]) -> None:
    def page(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(name_of(people[0]))

    answer = ReadInTheOpen(page)(asked("cases:where"))

    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == "甲"
    assert (told(people[0]), told(people[1])) == (1, 0)


def test_of_a_streamed_answer_no_piece_leaves_before_the_record_of_whom_it_shows(people: list[str]) -> None:
    def pieces() -> Iterator[bytes]:
        yield name_of(people[0])
        yield name_of(people[1])

    def page(_request: HttpRequest) -> HttpResponseBase:
        return StreamingHttpResponse(pieces())

    answer = ReadInTheOpen(page)(asked("cases:where"))
    assert isinstance(answer, StreamingHttpResponse)
    stream = iter(answer.streaming_content)  # type: ignore[arg-type]  # sync, as the page made it
    before = told(people[0])
    first, after_one = next(stream), (told(people[0]), told(people[1]))
    rest = b"".join(stream)

    assert (before, after_one) == (0, (1, 0))
    assert (first.decode(), rest.decode()) == ("甲", "乙")
    assert (told(people[0]), told(people[1])) == (1, 1)


def test_a_way_without_a_purpose_that_shows_somebody_is_refused(people: list[str]) -> None:
    def page(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(name_of(people[0]))

    with pytest.raises(NotReading):
        ReadInTheOpen(page)(asked("portal:home"))
    assert told(people[0]) == 0


def test_whoever_acts_for_somebody_leaves_a_record_for_her_and_none_for_whom_her_papers_name(people: list[str]) -> None:
    def page(_request: HttpRequest) -> HttpResponseBase:
        reading.mentioned([people[1]])
        return HttpResponse(name_of(people[0]))

    request = asked("cases:mandate")
    request.account = Account(pk=7)  # type: ignore[attr-defined]  # as the middleware leaves a request
    ReadInTheOpen(page)(request)
    (look,), _total = looks.looks(Wish(subjects=(people[0],), verbs=(READ,)))

    assert (look.actor, look.purpose, look.basis) == ("account:7", "represent", "I0050021 §15 I 2")
    assert told(people[1]) == 0


def test_a_page_that_shows_nobody_leaves_no_record(django_assert_num_queries: object) -> None:
    def page(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(b"hello")

    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django
        ReadInTheOpen(page)(asked("portal:home"))
