"""Finding a case as a clerk types it: by its number, by the whole identity number, by any part of the name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, IntegerField, JSONField, OuterRef, Q, QuerySet, TextField, Value

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.cases.models import Case
from guitai.cases.references import GROUP, normal_reference
from guitai.core import han, identifiers
from guitai.work.models import Task

MOST = 20
MOST_HITS = 2_000  # cases a search reads
LONGEST_NUMBER = 20


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


@dataclass(frozen=True)
class Hits:
    """What is sought: the items of its cases, or the signs that too many names have beside each other."""

    items: tuple[int, ...] = ()
    common: str = ""


def hits(sought: Sought) -> Hits:
    """Answer what fits, by one statement; more than ``MOST_HITS`` are looked for at the reader's desks only."""
    found = tuple(matching(sought).values_list("item", flat=True)[: MOST_HITS + 1])
    if len(found) <= MOST_HITS:
        return Hits(found)
    return Hits(common=han.search_key(sought.words))


def among(tasks: QuerySet[Task], found: Hits) -> QuerySet[Task]:
    """Answer those of the tasks whose case was found."""
    if found.common:
        return tasks.filter(item__case__sought_name__contains=found.common)
    return tasks.filter(item__in=found.items)


def matching(sought: Sought) -> QuerySet[Case]:
    """Answer the cases of the person, else those with this number or with these signs in the name."""
    if sought.person:
        return Case.objects.filter(application__applicant=sought.person)
    key, number = han.search_key(sought.words), normal_reference(sought.words)
    signs = Func(F("sought_name"), function="cases_signs", output_field=ArrayField(TextField()))
    at = Func(F("sought_name"), Value(key), function="strpos", output_field=IntegerField())
    # Pairs may stand apart in a long name, so the whole is looked at. Not by LIKE: it would tempt the planner.
    fits = Q(signs__contains=_pairs(key), at__gt=0) if key else Q(pk__in=[])
    if len(number) >= GROUP:
        fits |= Q(reference__startswith=number)
    return Case.objects.alias(signs=signs, at=at).filter(fits)


def _pairs(key: str) -> list[str]:
    """Answer the signs that stand beside each other; of a single sign, the sign."""
    return sorted({key[at : at + 2] for at in range(len(key) - 1)} or {key})


def elsewhere(found: Hits, *, offices: Iterable[str]) -> list[Case]:
    """Answer the newest found cases that go through these offices and lie on nobody's desk: closed, or waiting.

    Signs that too many names have are too little to go by: every case of a surname would be read.
    """
    return list(elsewhere_rows(found, offices=offices)[:MOST]) if found.items else []


def elsewhere_rows(hits: Hits, *, offices: Iterable[str]) -> QuerySet[Case]:
    on_a_desk = Task.objects.filter(item=OuterRef("item"), done_at__isnull=True)
    codes = Func(F("item__offices"), Value("$.*"), function="jsonb_path_query_array", output_field=JSONField())
    here = reduce(or_, (Q(codes__contains=[code]) for code in offices), Q(pk__in=[]))
    found = Case.objects.filter(item__in=hits.items).alias(codes=codes).filter(~Exists(on_a_desk)).filter(here)
    return found.select_related("item", "application").defer("answers").order_by("-submitted_at", "-pk")
