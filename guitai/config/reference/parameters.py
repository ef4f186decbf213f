"""parameters.md: every dated amount with its source, and everything else that nobody has verified yet."""

from collections.abc import Iterator, Mapping
from typing import Any

from guitai.config.reference import folders
from guitai.config.reference.markdown import head, table
from guitai.facts import strict_yaml
from guitai.facts.queries import services_folder

WORDS = (
    "`verified`: yes; calc (follows from a sourced rule); no. An amount that is empty or not verified is unknown to",
    "the rules: the condition that needs it cannot be determined. Only the demo uses unverified amounts, and says so.",
)
VERIFIED = {True: "yes", False: "**no**"}


def page() -> str:
    amounts = [part for file in _files() for part in _amounts(file)]
    rest = table(["file", "place", "what it says"], _unverified())
    title = head("Parameters", "services/*/parameters/ and every `verified: no` of services/", *WORDS)
    return "\n".join([title, *amounts, "## What else is not verified\n", rest])


def _files() -> list[strict_yaml.Document]:
    paths = sorted(services_folder().glob("*/parameters/*.yaml"))
    return [strict_yaml.read(path.read_bytes(), file=folders.name(path)) for path in paths]


def _amounts(file: strict_yaml.Document) -> Iterator[str]:
    for name, entry in file.data.items():
        if name == "regions":
            continue
        yield f"## {entry['label']['zh']} (`{name}`)\n"
        yield f"{entry['label']['en']}; {entry['unit']}; {file.file}\n"
        columns = ["region", "since", "until", "value", "verified", "source"]
        yield table(columns, map(_amount, entry["values"]))


def _amount(dated: Mapping[str, Any]) -> list[object]:
    value = "unknown" if dated["value"] is None else dated["value"]
    verified = VERIFIED.get(dated["verified"], dated["verified"])
    region, until = dated.get("region", "nation"), dated.get("until", "")
    return [region, dated["since"], until, value, verified, dated["source"]]


def _unverified() -> Iterator[list[str]]:
    for path, said in folders.documents():
        if path.parent.name != "parameters":
            yield from ([folders.name(path), *place] for place in _marked(said, ""))


def _marked(said: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every mapping that says ``verified: no``, with its place."""
    match said:
        case Mapping():
            if said.get("verified") is False:
                yield place or "the whole file", _brief(said)
            for key, inner in said.items():
                yield from _marked(inner, f"{place}.{key}".lstrip("."))
        case list():
            for number, inner in enumerate(said):
                named = inner.get("key", number) if isinstance(inner, Mapping) else number
                yield from _marked(inner, f"{place}.{named}".lstrip("."))


def _brief(said: Mapping[str, Any]) -> str:
    plain = {key: value for key, value in said.items() if isinstance(value, str | int) and key != "verified"}
    return "; ".join(f"{key}: {value}" for key, value in plain.items())
