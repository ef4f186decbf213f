"""data.yaml: which facts a service takes from whom, why, on what basis, and what to do when nobody answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from guitai.consents.terms import Basis, Consented, Statute
from guitai.gateways.connectors.registry import CONNECTORS
from guitai.gateways.terms import Inquiry

CONSENT = "consent"
REQUIRED = frozenset({"key", "source", "about", "gives", "purpose", "basis", "if_down"})
PRECHECK_KEYS = frozenset({"benefit", "purpose", "basis", "verified"})
PRECHECK_SOURCE, MAY_APPLY = "welfare_precheck", "may_apply"
KEYS = REQUIRED | {"freshness_days", "document_question"}


class About(StrEnum):
    APPLICANT = "applicant"
    EACH_PERSON = "each_person"  # everybody who counts, without the applicant


class IfDown(StrEnum):
    WAIT = "wait"
    LAST_KNOWN = "last_known"
    ASK_DOCUMENT = "ask_document"
    DECIDE_WITHOUT = "decide_without"


class DataUnreadable(ValueError):
    """A data.yaml says something that cannot be; the sentence names the item and the key."""


@dataclass(frozen=True)
class Item:
    key: str
    source: str
    about: About
    gives: tuple[str, ...]
    purpose: str
    basis: tuple[str, ...]  # ("consent",) or articles, the first of which is cited
    freshness_days: int
    if_down: IfDown
    document_question: str
    details: Mapping[str, str] = field(default_factory=dict)  # what else the source must know: the benefit's name

    @property
    def needs_consent(self) -> bool:
        return self.basis == (CONSENT,)

    @property
    def fact_names(self) -> tuple[str, ...]:
        """What a consent to this item names."""
        return tuple(f"{self.source}.{fact}" for fact in self.gives)

    def allows(self, basis: Basis | None) -> bool:
        match basis:
            case Consented():
                return self.needs_consent
            case Statute(article=article):
                return article in self.basis
            case _:
                return False

    def inquiry(
        self,
        *,
        number: str,
        subject: str,
        actor: str,
        thing: str,
        service: str,
        consent_id: str = "",
        details: Mapping[str, str] | None = None,
        owner: str = "",
    ) -> Inquiry:
        """The question this item allows about one person; without a consent where one is needed it has no basis."""
        consented = Consented(consent_id) if consent_id else None
        basis: Basis | None = consented if self.needs_consent else Statute(self.basis[0])
        return Inquiry(
            source=self.source,
            number=number,
            subject=subject,
            purpose=self.purpose,
            basis=basis,
            actor=actor,
            thing=thing,
            service=service,
            gives=self.gives,
            details=details or self.details,
            freshness_days=self.freshness_days,
            owner=owner,
        )


@dataclass(frozen=True)
class DataDeclaration:
    items: tuple[Item, ...]
    precheck: Item | None = None  # before any consent: may this person apply, yes, no or unknown, by statute alone

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def about(self, about: About) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.about is about)

    def consent_facts(self) -> tuple[str, ...]:
        """Everything the applicant's consent must name."""
        return tuple(name for item in self.items if item.needs_consent for name in item.fact_names)

    def covers(self, inquiry: Inquiry) -> bool:
        return any(
            item.source == inquiry.source
            and inquiry.gives != ()
            and set(inquiry.gives) <= set(item.gives)
            and item.purpose == inquiry.purpose
            and item.allows(inquiry.basis)
            for item in (*self.items, *([self.precheck] if self.precheck else []))
        )


def read_data(data: Mapping[str, Any]) -> DataDeclaration:
    """Read the content of a data.yaml; DataUnreadable names what is wrong."""
    entries = data.get("items")
    if not isinstance(entries, list) or not entries or set(data) - {"items", "precheck"}:
        raise DataUnreadable("data: needs one list, items, and at most a precheck")
    items = tuple(_item(entry) for entry in entries)
    keys = [item.key for item in items]
    if len(keys) != len(set(keys)):
        raise DataUnreadable(f"data: a key is there twice in {keys}")
    return DataDeclaration(items, _precheck(data["precheck"]) if "precheck" in data else None)


def _precheck(entry: Mapping[str, Any]) -> Item:
    """Read the one question that may be asked before the person has agreed to anything."""
    strange, missing = set(entry) - PRECHECK_KEYS, PRECHECK_KEYS - set(entry)
    if strange or missing:
        raise DataUnreadable(f"precheck: unknown {sorted(strange)}, missing {sorted(missing)}")
    basis = _basis(entry["basis"])
    if CONSENT in basis:
        raise DataUnreadable("precheck: a law allows it, not a consent: nobody has agreed yet")
    item = Item(
        key="precheck",
        source=PRECHECK_SOURCE,
        about=About.APPLICANT,
        gives=(MAY_APPLY,),
        purpose=str(entry["purpose"]),
        basis=basis,
        freshness_days=0,
        if_down=IfDown.DECIDE_WITHOUT,
        document_question="",
        details={"benefit": str(entry["benefit"])},
    )
    _check(item)
    return item


def _item(entry: Mapping[str, Any]) -> Item:
    name = str(entry.get("key", "?"))
    strange, missing = set(entry) - KEYS, REQUIRED - set(entry)
    if strange or missing:
        raise DataUnreadable(f"data item {name}: unknown {sorted(strange)}, missing {sorted(missing)}")
    try:
        item = Item(
            key=name,
            source=str(entry["source"]),
            about=About(entry["about"]),
            gives=tuple(entry["gives"]),
            purpose=str(entry["purpose"]),
            basis=_basis(entry["basis"]),
            freshness_days=int(entry.get("freshness_days", 0)),
            if_down=IfDown(entry["if_down"]),
            document_question=str(entry.get("document_question", "")),
        )
    except (ValueError, TypeError) as reason:
        raise DataUnreadable(f"data item {name}: {reason}") from reason
    _check(item)
    return item


def _basis(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _check(item: Item) -> None:
    connector = CONNECTORS.get(item.source)
    problems = {
        "source: nobody of this name": connector is None,
        "gives: nothing, or more than the source has": not item.gives
        or bool(connector and not set(item.gives) <= connector.gives),
        "purpose: empty": not item.purpose.strip(),
        "basis: consent, or articles": not item.basis or (CONSENT in item.basis and len(item.basis) > 1),
        "basis: only the applicant can consent": item.needs_consent and item.about is not About.APPLICANT,
        "freshness_days: negative": item.freshness_days < 0,
        "document_question: exactly with if_down ask_document": bool(item.document_question)
        is not (item.if_down is IfDown.ASK_DOCUMENT),
    }
    for problem, is_so in problems.items():
        if is_so:
            raise DataUnreadable(f"data item {item.key}: {problem}")
