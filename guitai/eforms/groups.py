"""Reads a repeated question: items are added, taken away and edited without JavaScript."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guitai.eforms import binding
from guitai.eforms.binding import Scope, Sources
from guitai.eforms.fields import BoundField, BoundItem
from guitai.eforms.kinds.registry import KINDS
from guitai.eforms.terms import Answer, Prefilled, Question, QuestionType, Raw

ITEM_ID = re.compile(r"[A-Za-z0-9:_-]{1,60}")
MOST_POSTED = 60


@dataclass(frozen=True)
class Place:
    id: str
    number: int  # from 1, as people count


def fill(bound: BoundField, *, stored: Answer | None, scope: Scope, sources: Sources) -> bool:
    """Put the items into the field; answer whether one was added or taken away."""
    kept = _by_id(stored)
    given = _by_id(bound.prefilled.value if bound.prefilled else None)
    changed = False
    if sources.raw is None:
        places: list[tuple[str, int | None]] = [(item_id, None) for item_id in {**given, **kept}]
        if not places and bound.question.min_items:
            places = [(sources.new_id(), None)]
    else:
        places, changed = _posted_places(bound, sources, given)
    for number, (item_id, index) in enumerate(places, start=1):
        source = _moved(sources, bound.name, index, number - 1)
        place, before = Place(item_id, number), kept.get(item_id, {})
        bound.items.append(_item(bound, place, given.get(item_id), kept=before, scope=scope, sources=source))
    collect(bound, posted=sources.raw is not None)
    return changed


def _by_id(value: Answer | None) -> dict[str, Mapping[str, Answer]]:
    items = value if isinstance(value, list) else []
    return {str(item["id"]): item for item in items if isinstance(item, dict) and "id" in item}


def _posted_places(
    bound: BoundField, sources: Sources, given: Mapping[str, Mapping[str, Answer]]
) -> tuple[list[tuple[str, int | None]], bool]:
    """Answer (id, posted index) of every item there is now, and whether that differs from what was posted."""
    raw = sources.raw or {}
    taken = set(raw.get("remove", [])) - {f"{bound.name}.{item_id}" for item_id in given}
    places: dict[str, int | None] = {}
    for index in _indexes(raw, bound.name):
        item_id = (raw.get(f"{bound.name}.{index}.id") or [""])[0]
        if not ITEM_ID.fullmatch(item_id) or item_id in places:
            item_id = sources.new_id()
        places[item_id] = index
    changed = any(places.pop(item_id, False) is not False for item_id in _ids(taken, bound.name))
    for item_id in given:
        places.setdefault(item_id, None)
    if raw.get("add") == [bound.name]:
        changed = True
        places[sources.new_id()] = None
    most = max(bound.question.max_items, len(given))
    if len(places) > most:
        bound.error = _("At most %(most)s can be added here.") % {"most": most}
        bound.is_refused = True
    return list(places.items())[:most], changed


def _ids(taken: set[str], name: str) -> list[str]:
    return [value.removeprefix(f"{name}.") for value in taken if value.startswith(f"{name}.")]


def _indexes(raw: Raw, name: str) -> list[int]:
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})\.")
    found = {int(match.group(1)) for key in raw if (match := pattern.match(key))}
    return sorted(found)[:MOST_POSTED]


def _moved(sources: Sources, name: str, posted: int | None, number: int) -> Sources:
    """Answer the sources with the item's inputs under its present number, for items above it may be gone."""
    if sources.raw is None:
        return sources
    old, new = f"{name}.{posted}.", f"{name}.{number}."
    raw = {new + key.removeprefix(old): values for key, values in sources.raw.items() if key.startswith(old)}
    uploads = {new + key.removeprefix(old): values for key, values in sources.uploads.items() if key.startswith(old)}
    return replace(sources, raw=raw, uploads=uploads)


def _item(
    group: BoundField,
    place: Place,
    given: Mapping[str, Answer] | None,
    *,
    kept: Mapping[str, Answer],
    scope: Scope,
    sources: Sources,
) -> BoundItem:
    prefix = f"{group.name}.{place.number - 1}"
    sourced = {key: _from_source(group, value) for key, value in (given or {}).items()}
    answers: dict[str, Answer] = {}
    inner = _inner_scope(group.question.questions, prefix, sourced, answers=answers, scope=scope)
    fields = []
    for question in group.question.questions:
        name, source = f"{prefix}.{question.key}", sourced.get(question.key)
        bound = binding.start(question, name, scope=inner, sources=sources, prefilled=source)
        binding.fill(bound, stored=kept.get(question.key), scope=inner, sources=sources)
        if bound.asked and bound.answer is not None:
            answers[question.key] = bound.answer
        fields.append(bound)
    return BoundItem(
        id=place.id,
        prefix=prefix,
        number=place.number,
        title=_title(group.question, fields, place.number),
        removable=given is None,
        fields=fields,
        prefilled=_from_source(group, place.id) if given else None,
    )


def _inner_scope(
    questions: tuple[Question, ...],
    prefix: str,
    sourced: Mapping[str, Prefilled | None],
    *,
    answers: Mapping[str, Answer],
    scope: Scope,
) -> Scope:
    """Answer a scope in which the item's own questions hide those of the same name around it."""
    own = {question.key: question for question in questions}
    open_here = {key: f"{prefix}.{key}" for key in own if not _locked(sourced.get(key))}
    around = {key: name for key, name in scope.live.items() if key not in own}
    return Scope(
        lookup=lambda key: answers.get(key) if key in own else scope.lookup(key),
        live={**around, **open_here},
        questions={**scope.questions, **own},
    )


def _from_source(group: BoundField, value: Answer) -> Prefilled | None:
    return replace(group.prefilled, value=value) if group.prefilled else None


def _locked(source: Prefilled | None) -> bool:
    return source is not None and not source.editable


def _title(group: Question, fields: list[BoundField], number: int) -> str:
    for bound in fields:
        if bound.question.key == group.title_from and (bound.words or bound.value):
            return bound.words or bound.value
    return f"{group.item or group.label} {number}"


def collect(bound: BoundField, *, posted: bool) -> None:
    """Make the group's answer of its items; an item left wholly empty does not count and is no mistake."""
    answer: list[Answer] = []
    for item in bound.items:
        if posted and item.removable and all(is_empty(inner) for inner in item.fields):
            for inner in item.fields:
                inner.error = ""
            continue
        answers = {inner.question.key: inner.answer for inner in item.fields if inner.answer is not None}
        answer.append({"id": item.id, **answers})
    if posted and bound.asked and len(answer) < bound.question.min_items and not bound.error:
        least = bound.question.min_items
        words = ngettext("Add at least %(least)s entry.", "Add at least %(least)s entries.", least)
        bound.error = words % {"least": least}
    if not bound.asked:
        for inner in (inner for item in bound.items for inner in item.fields):
            inner.error = ""
    bound.answer = answer if bound.asked and (answer or posted) else None


def is_empty(bound: BoundField) -> bool:
    """Say whether nothing at all was typed, ticked or uploaded here."""
    if bound.read_only:
        return False
    blank = KINDS[bound.question.type].is_blank(bound.parts) and not bound.parts.get("unknown")
    return blank and not bound.uploads and not (bound.question.type is QuestionType.ATTACHMENT and bound.error)
