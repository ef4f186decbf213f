"""Finding a case as a clerk types it: by its number, by the whole identity number, by any part of the name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, QuerySet, TextField, Value

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases.models import Case
from guitai.cases.references import GROUP, normal_reference
from guitai.core import han, identifiers
from guitai.work.models import Task

MOST = 20
LONGEST_NUMBER = 20
SHORTEST = 2


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: a person found by number, or words that are a case number or part of a name."""

    person: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.words)


NOTHING = Sought()


def looks_like_a_number(typed: str) -> bool:
    """Tell whether this may be an identity number, which stands in no address and is nobody's name."""
    return len(typed) <= LONGEST_NUMBER and identifiers.looks_like_national_number(typed)


def person_with(typed: str) -> Person | None:
    """Answer whose identity number this is, among all we know; raises IdentifierWrong for one that cannot be."""
    return accounts.find_person(identifiers.national_number(typed))


def among(tasks: QuerySet[Task], sought: Sought) -> QuerySet[Task]:
    """Answer those of the tasks whose case is sought."""
    return tasks.filter(item__in=matching(sought).values("item")) if sought else tasks


def matching(sought: Sought) -> QuerySet[Case]:
    """Answer the cases of the person, else those with this number, else those with these signs in the name."""
    if sought.person:
        return Case.objects.filter(application__applicant=sought.person)
    number = normal_reference(sought.words)
    if len(number) >= GROUP:
        numbered = Case.objects.filter(reference__startswith=number)
        if numbered.exists():  # one after the other: either in one condition would use neither's index
            return numbered
    return named(sought.words)


def named(typed: str) -> QuerySet[Case]:
    """Answer the cases whose applicant's name has these signs beside each other, in any of their forms."""
    key = han.search_key(typed)
    if not key:
        return Case.objects.none()
    signs = Func(
        F("sought_name"),
        Value(""),
        function="regexp_split_to_array",
        output_field=ArrayField(TextField()),
    )
    found = Case.objects.alias(signs=signs).filter(sought_name__contains=key)
    return found.filter(signs__contains=sorted(set(key)))  # type: ignore[misc]  # the stubs do not know what Func answers


def elsewhere(sought: Sought, *, offices: Iterable[str]) -> list[Case]:
    """Answer the newest sought cases that go through these offices and lie on nobody's desk: closed, or waiting.

    One sign is too little: it would read every case of a surname.
    """
    if not sought.person and len(han.search_key(sought.words)) < SHORTEST:
        return []
    return list(elsewhere_rows(sought, offices=offices)[:MOST])


def elsewhere_rows(sought: Sought, *, offices: Iterable[str]) -> QuerySet[Case]:
    on_a_desk = Task.objects.filter(item=OuterRef("item"), done_at__isnull=True)
    codes = Func(F("item__offices"), Value("$.*"), function="jsonb_path_query_array", output_field=JSONField())
    here = reduce(or_, (Q(codes__contains=[code]) for code in offices), Q(pk__in=[]))
    found = matching(sought).alias(codes=codes).filter(~Exists(on_a_desk)).filter(here)
    return found.select_related("item", "application").defer("answers").order_by("-submitted_at", "-pk")
