"""From a folder of YAML to one checked Service."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml

from guitai.catalogue.giving import gives_problems, read_gives
from guitai.catalogue.terms import (
    CONDITIONS,
    Files,
    LawReference,
    Service,
    ServiceWrong,
    Sheet,
    TimeLimit,
)
from guitai.core.texts import Text
from guitai.documents.letter import read_letter
from guitai.documents.terms import DocumentError
from guitai.eforms.definition import read_form
from guitai.eforms.terms import EformsError
from guitai.facts import strict_yaml
from guitai.facts.strict_yaml import Document
from guitai.facts.terms import Unreadable
from guitai.gateways.declaration import read_data
from guitai.notices.template import read_notice
from guitai.notices.terms import NoticeError
from guitai.rules.parameters import ParameterBook
from guitai.rules.queries import read_rulebook
from guitai.rules.rulebook import Rulebook
from guitai.rules.terms import RuleWrong
from guitai.work.flow import read_flow

T = TypeVar("T")
REFUSALS = (ValueError, Unreadable, RuleWrong, EformsError, DocumentError, NoticeError)


def folders(services_dir: Path) -> list[Path]:
    """Answer the folders that hold a service."""
    return sorted(path.parent for path in services_dir.glob("*/*/service.yaml") if not path.parent.name.startswith("_"))


def files_of(folder: Path) -> dict[str, str]:
    """Answer every text the service depends on, so that an edition can be read again in ten years."""
    services_dir = folder.parents[1]
    own = {str(path.relative_to(folder)): path for path in folder.rglob("*.yaml") if "examples" not in path.parts}
    bank = {str(path.relative_to(services_dir)): path for path in _bank(services_dir / "_bank")}
    parameters = {f"parameters/{path.name}": path for path in (folder.parent / "parameters").glob("*.yaml")}
    found = {**own, **bank, **parameters}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


def _bank(folder: Path) -> Iterator[Path]:
    """Answer what services share: the question bank, and the letters and notices that all of them send."""
    for pattern in ("*.yaml", "letters/*.yaml", "notices/*.yaml"):
        yield from folder.glob(pattern)


def digest_of(files: Files) -> str:
    return sha256(json.dumps(dict(files), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_service(files: Files, *, number: int, published_at: datetime, assumed_allowed: bool) -> Service:
    """Answer the service these texts describe; raises ServiceWrong with file, place and remedy."""
    documents = {name: _parsed(name, text) for name, text in files.items()}
    try:
        return _service(documents, files, number=number, published_at=published_at, assumed_allowed=assumed_allowed)
    except (*REFUSALS, KeyError, TypeError) as wrong:
        raise ServiceWrong(f"{type(wrong).__name__}: {wrong}") from wrong


def assumed_amounts(service: Service, *, day: date) -> Iterator[str]:
    """Name the amounts the rules need that day whose value nobody has verified; a missing value is no assumption."""
    law = service.rulebook.law_on(day)
    wanted = {name.removeprefix("day.") for name in law.days}
    for name, values in service.rulebook.parameters.values.items():
        in_force = (dated for dated in values if dated.since <= day <= dated.until and dated.value is not None)
        yield from (f"{name} {dated.region}".strip() for dated in in_force if dated.verified == "no" and name in wanted)


def _service(
    documents: Mapping[str, Any], files: Files, *, number: int, published_at: datetime, assumed_allowed: bool
) -> Service:
    bank = _from("_bank/questions.yaml", documents, dict)
    key, sheet = _from("service.yaml", documents, lambda head: (str(head["key"]), _sheet(head)))
    amounts = [_strict(name, text) for name, text in files.items() if name.startswith("parameters/")]
    parameters = ParameterBook.of(amounts, assumed_allowed=assumed_allowed)

    def rulebook(_plain: Any) -> Rulebook:
        rules = _strict("rules.yaml", files["rules.yaml"])
        return read_rulebook(rules.data, parameters=parameters, source=rules)

    rules = _from("rules.yaml", documents, rulebook)
    for problem in gives_problems(sheet.gives, rules):
        raise ServiceWrong(problem)
    return Service(
        key=key,
        number=number,
        digest=digest_of(files),
        published_at=published_at,
        sheet=sheet,
        form=_from("form.yaml", documents, lambda raw: read_form(raw, bank)),
        trial=_from("trial.yaml", documents, lambda raw: read_form(raw, bank)),
        data=_from("data.yaml", documents, read_data),
        rulebook=rules,
        flow=_from("flow.yaml", documents, partial(read_flow, conditions=CONDITIONS)),
        letters=_each(documents, "letters/", read_letter),
        notices=_each(documents, "notices/", read_notice),
    )


def _sheet(head: Mapping[str, Any]) -> Sheet:
    return Sheet(
        title=Text.read(head["title"]),
        summary=Text.read(head["summary"]),
        kind=head["kind"],
        agency_code=head["agency"],
        law=tuple(LawReference(**law) for law in head["law"]),
        who=_texts(head["who"]),
        needs=_texts(head["needs"]),
        steps=_texts(head["steps"]),
        time_limit=TimeLimit(days=head["time_limit"]["days"], basis=head["time_limit"]["basis"]),
        fee=Text.read(head["fee"]),
        words=tuple(head["words"]),
        gives=read_gives(head),
        letter_word=head["letters"]["word"],
        remedy_agency=head["letters"]["remedy_agency"],
    )


def _texts(raw: list[Any]) -> tuple[Text, ...]:
    return tuple(Text.read(item) for item in raw)


def _each(documents: Mapping[str, Any], prefix: str, read: Callable[..., T]) -> dict[str, T]:
    """Answer the documents of one subfolder, read, by their bare name; the bank's where the service has none."""
    kinds = {
        name.removeprefix(place).removesuffix(".yaml"): name
        for place in (f"_bank/{prefix}", prefix)
        for name in documents
        if name.startswith(place)
    }
    return {kind: _from(name, documents, partial(read, source=name)) for kind, name in kinds.items()}


def _from(name: str, documents: Mapping[str, Any], read: Callable[[Any], T]) -> T:
    """Answer what the file says; whatever is wrong with it is told with its name."""
    if name not in documents:
        raise ServiceWrong(f"{name}: there is no such file")
    try:
        return read(documents[name])
    except KeyError as missing:
        raise ServiceWrong(f"{name}: {missing} is missing") from missing
    except (*REFUSALS, TypeError) as wrong:
        words = str(wrong)
        raise ServiceWrong(words if words.startswith(name) else f"{name}: {words}") from wrong


def _strict(name: str, text: str) -> Document:
    """Answer a text whose numbers stay exact: 0.1 is one tenth."""
    return strict_yaml.read(text.encode(), file=name)


def _parsed(name: str, text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise ServiceWrong(f"{name}: {wrong}") from wrong
