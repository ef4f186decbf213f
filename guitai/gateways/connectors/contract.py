"""What a connector is: a strict schema, and a pure reading of a record that fits it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

from guitai.gateways.terms import NoAnswer, Reason

UNKNOWN = "unknown"
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Connector:
    """Reads one agency's record; a record that does not fit is garbage, never an empty answer."""

    source: str
    gives: frozenset[str]
    read: Callable[[Record, str], Mapping[str, Any]]  # (record, number asked about) -> every fact of `gives`

    @cached_property
    def _schema(self) -> jsonschema_rs.Validator:
        file = Path(__file__).parent / self.source / "schema.json"
        return jsonschema_rs.validator_for(file.read_text(encoding="utf-8"))

    def facts(self, record: Record, *, number: str, wanted: tuple[str, ...]) -> dict[str, Any]:
        if not self._schema.is_valid(record):
            raise NoAnswer(Reason.GARBAGE, "the record does not fit the schema")
        try:
            facts = self.read(record, number)
        except (ValueError, LookupError) as reason:
            raise NoAnswer(Reason.GARBAGE, "the record cannot be read") from reason
        return {name: facts[name] for name in wanted or sorted(self.gives)}
