"""Letters of a service are data: read and checked here, then filled with plain values, never with markup."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import category

import yaml

from guitai.core import placeholders, rocdate
from guitai.documents.terms import (
    Addressee,
    Issuer,
    LetterContent,
    LetterIncomplete,
    LetterOrder,
    LetterTemplate,
    LetterTemplateWrong,
    Signing,
)

OWN_NAMES = frozenset({"addressee", "agency", "remedy_agency", "issued_on", "document_number"})
TITLES = frozenset({"函", "書函"})  # 函類別 of the official code list that go to people
SPEEDS = frozenset({"普通件", "速件", "最速件"})
LISTS = ("facts", "reasons", "legal_basis", "conditions", "notes", "remedy", "copies", "attachments")
REQUIRED = ("kind", "title", "decision", "subject", "signing", "retention_years", "data")
OPTIONAL = (*LISTS, "speed")
INVISIBLE = frozenset({"Cc", "Cf"})
SEXES = {"female": "女", "male": "男", "F": "女", "M": "男"}


def read_file(path: Path) -> LetterTemplate:
    return read_letter(yaml.safe_load(path.read_text(encoding="utf-8")), source=str(path))


def read_letter(letter: Mapping[str, Any], *, source: str = "letters") -> LetterTemplate:
    """Answer the letter, or raise LetterTemplateWrong naming the file, the key and the remedy."""
    if not isinstance(letter, Mapping):
        raise LetterTemplateWrong(source, "(file)", "must be a mapping of keys")
    _check_keys(letter, source)
    lists = {key: _texts(letter.get(key, []), key, source) for key in LISTS}
    template = LetterTemplate(
        kind=_text(letter["kind"], "kind", source),
        title=_one_of(letter["title"], TITLES, "title", source),
        decision=_flag(letter["decision"], "decision", source),
        subject=_text(letter["subject"], "subject", source),
        signing=Signing(_one_of(letter["signing"], frozenset(Signing), "signing", source)),
        speed=_one_of(letter.get("speed", "普通件"), SPEEDS, "speed", source),
        retention_years=_text(str(letter["retention_years"]), "retention_years", source),
        data=_declared(letter["data"], source),
        source=source,
        **lists,
    )
    _check_names(template)
    return template


def fill(order: LetterOrder, *, number: str) -> LetterContent:
    """Answer the words of the letter; a sentence with an empty value is left out, 主旨 with one is refused."""
    template, issuer, addressee = order.template, order.issuer, order.addressee
    given = {name: readable(order.data[name]) for name in template.data if name in order.data}
    values = given | _own_values(issuer, addressee, order.issued_on, number)
    head = template.signing is Signing.HEAD
    return LetterContent(
        title=template.title,
        agency=issuer.name,
        agency_address=issuer.address,
        contact=issuer.contact,
        phone=issuer.phone,
        fax=issuer.fax,
        email=issuer.email,
        number=number,
        issued_on=order.issued_on.isoformat(),
        speed=template.speed,
        file_number=order.file_number,
        retention_years=template.retention_years,
        addressee=addressee.name,
        born=addressee.born.isoformat(),
        sex=SEXES.get(addressee.sex, ""),
        national_number=addressee.number,
        address=addressee.address,
        subject=_subject(template.subject, values),
        decision=template.decision,
        seal=f"{issuer.name}印",
        signed_title=issuer.head_title if head else "",
        signed_name=issuer.head_name if head else "",
        signing=template.signing.value,
        facts=_filled(template.facts, values),
        reasons=_filled(template.reasons, values),
        legal_basis=_filled(template.legal_basis, values),
        conditions=_filled(template.conditions, values),
        notes=_filled(template.notes, values),
        remedy=_filled(template.remedy, values),
        copies=_filled(template.copies, values),
        attachments=_filled(template.attachments, values),
    )


def as_json(content: LetterContent) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(content).items()}


def _filled(texts: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    whole = (text for text in texts if not empty_places(text, values))
    return tuple(placeholders.fill(text, values) for text in whole)


def readable(text: str) -> str:
    """Answer a value as paper shows it: plain line ends, no tabs, nothing invisible that came along when pasting."""
    lines = (line.replace("\t", " ") for line in text.splitlines())
    return "\n".join("".join(one for one in line if category(one) not in INVISIBLE) for line in lines)


def _subject(text: str, values: dict[str, str]) -> str:
    if empty := empty_places(text, values):
        raise LetterIncomplete(tuple(f"主旨：{name}" for name in empty))
    return placeholders.fill(text, values)


def empty_places(text: str, values: Mapping[str, str]) -> list[str]:
    return sorted(name for name in placeholders.names(text) if name in values and not values[name].strip())


def from_json(stored: Mapping[str, Any]) -> LetterContent:
    values: dict[str, Any] = {each.name: stored[each.name] for each in fields(LetterContent)}
    for name, value in values.items():
        if isinstance(value, list):
            values[name] = tuple(value)
    return LetterContent(**values)


def places(template: LetterTemplate) -> set[str]:
    texts = [template.subject, *(text for key in LISTS for text in getattr(template, key))]
    return {name for text in texts for name in placeholders.names(text)}


def _own_values(issuer: Issuer, addressee: Addressee, issued_on: date, number: str) -> dict[str, str]:
    return {
        "addressee": addressee.name,
        "agency": issuer.name,
        "remedy_agency": issuer.remedy_agency,
        "issued_on": rocdate.roc_full(issued_on),
        "document_number": number,
    }


def _check_keys(letter: Mapping[str, Any], source: str) -> None:
    for key in REQUIRED:
        if key not in letter:
            raise LetterTemplateWrong(source, key, "is missing")
    for key in letter:
        if key not in REQUIRED and key not in OPTIONAL:
            raise LetterTemplateWrong(
                source, str(key), f"is not a key of a letter; known are {', '.join(REQUIRED + OPTIONAL)}"
            )


def _check_names(template: LetterTemplate) -> None:
    """Refuse a place nobody fills and a declared name nobody uses: either is a slip of the pen."""
    used = places(template)
    for name in sorted(set(template.data) & OWN_NAMES):
        raise LetterTemplateWrong(template.source, f"data.{name}", "is filled by the system; do not declare it")
    for name in sorted(used - OWN_NAMES - set(template.data)):
        raise LetterTemplateWrong(template.source, name, "is used in the letter but not declared under `data`")
    for name in sorted(set(template.data) - used):
        raise LetterTemplateWrong(template.source, f"data.{name}", "is declared but not used in the letter")


def _declared(value: Any, source: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise LetterTemplateWrong(source, "data", "must be a mapping of name to meaning (write {} for none)")
    return {str(name): _text(meaning, f"data.{name}", source) for name, meaning in value.items()}


def _texts(value: Any, key: str, source: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise LetterTemplateWrong(source, key, "must be a list of sentences")
    return tuple(_text(item, f"{key}[{at}]", source) for at, item in enumerate(value))


def _text(value: Any, key: str, source: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise LetterTemplateWrong(source, key, "must be text")
    return value.strip()


def _one_of(value: Any, allowed: frozenset[str], key: str, source: str) -> str:
    if value not in allowed:
        raise LetterTemplateWrong(source, key, f"must be one of {', '.join(sorted(allowed))}")
    return str(value)


def _flag(value: Any, key: str, source: str) -> bool:
    if not isinstance(value, bool):
        raise LetterTemplateWrong(source, key, "must be true or false")
    return value
