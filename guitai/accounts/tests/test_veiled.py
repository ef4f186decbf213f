"""A readable personal column stays veiled until somebody looks, and then it is known whose it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import Context
from datetime import date

import pytest
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, JSONObject, Substr

from guitai.accounts.models import Binding, Person
from guitai.core import reading
from guitai.core.clock import now
from guitai.core.reading import NotReading
from guitai.core.veiled import Veiled

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody() -> Person:
    row = Person.objects.create(name="王小明", born=date(1960, 1, 1), registered_at=now())
    return Person.objects.get(pk=row.pk)


@pytest.fixture
def one() -> Iterator[reading.Reading]:
    with reading.begin(actor="account:1") as begun:
        yield begun


def test_loading_listing_and_saving_a_row_is_no_look(somebody: Person, one: reading.Reading) -> None:
    list(Person.objects.filter(name="王小明"))
    somebody.save()

    assert one.others() == []
    assert Person.objects.filter(name="王小明", born=date(1960, 1, 1)).exists()


def test_looking_at_a_value_notes_whose_it_is(somebody: Person, one: reading.Reading) -> None:
    assert (somebody.name, somebody.born) == ("王小明", date(1960, 1, 1))
    assert one.others() == [somebody.ref]


def test_an_empty_value_says_nothing_about_anybody(somebody: Person, one: reading.Reading) -> None:
    assert somebody.email == ""
    assert one.others() == []


def test_a_value_read_without_its_row_cannot_be_shown_before_its_subject_is_named(
    somebody: Person, one: reading.Reading
) -> None:
    found = Person.objects.values_list("name", flat=True).get(pk=somebody.pk)

    assert isinstance(found, Veiled)
    assert "王" not in repr(found)
    with pytest.raises(NotReading):
        f"{found}"
    assert found.unveiled(somebody.ref) == "王小明"
    assert one.others() == [somebody.ref]


def test_a_deferred_value_is_fetched_and_noted(somebody: Person, one: reading.Reading) -> None:
    row = Person.objects.only("pk").get(pk=somebody.pk)

    assert one.others() == []
    assert row.name == "王小明"
    assert one.others() == [somebody.ref]


def test_nobody_looks_outside_of_a_reading(somebody: Person) -> None:
    with pytest.raises(NotReading):
        Context().run(lambda: somebody.name)


BARE: Mapping[str, Callable[[QuerySet[Person]], Iterable[object]]] = {
    "cast": lambda rows: rows.annotate(x=Cast("name", TextField())).values_list("x"),
    "joined": lambda rows: rows.annotate(x=Concat("name", Value("!"), output_field=TextField())).values_list("x"),
    "part": lambda rows: rows.annotate(x=Substr("name", 1, 10, output_field=TextField())).values_list("x"),
    "object": lambda rows: rows.annotate(x=JSONObject(n="name")).values_list("x"),
    "all of them": lambda rows: rows.aggregate(x=StringAgg("name", ",", output_field=TextField())).items(),
    "days": lambda rows: rows.dates("born", "day"),
    "year": lambda rows: rows.values_list("born__year"),
    "by way of another": lambda _rows: Binding.objects.annotate(x=Cast("person__name", TextField())).values_list("x"),
}


@pytest.mark.parametrize("way", BARE)
@pytest.mark.usefixtures("somebody")
def test_what_the_database_makes_of_a_veiled_column_is_refused(way: str) -> None:
    with pytest.raises(NotReading):
        list(BARE[way](Person.objects.all()))


@pytest.mark.usefixtures("somebody")
def test_looking_for_counting_and_ordering_by_it_is_no_look(one: reading.Reading) -> None:
    found = Person.objects.filter(name__contains="小").order_by("name")

    assert (found.count(), found.aggregate(n=Count("name"))["n"], found.exists()) == (1, 1, True)
    assert one.others() == []
