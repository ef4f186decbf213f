"""What a column of the audit may be changed to: SQL with places, and the values for them."""

from typing import Any

from numpy.random import Generator

COLUMNS = {
    "audit_entry": {
        "id": "bigint",
        **dict.fromkeys(("at", "recorded_at"), "timestamptz"),
        **dict.fromkeys(("written_by", "verb", "actor", "thing", "subject", "purpose", "basis"), "text"),
        "detail": "jsonb",
        "salt": "bytea",
    },
    "audit_link": {"position": "bigint", "entry_id": "bigint", "digest": "bytea"},
    "audit_checkpoint": {
        **dict.fromkeys(("number", "position"), "bigint"),
        "at": "timestamptz",
        **dict.fromkeys(("head", "root", "key", "signature"), "bytea"),
    },
    "audit_tile": {"level": "smallint", "number": "bigint", "digest": "bytea"},
    "audit_stamp": {"checkpoint": "bigint", "stamped_at": "timestamptz", "token": "bytea"},
    "audit_subject": {"subject": "text", "entry_id": "bigint"},
}


def _text(chance: Generator, column: str) -> tuple[str, list[Any]]:
    return [
        ("%s::text", [f"x{int(chance.integers(10**9))}"]),
        (f"{column} || ' '", []),
        (f"upper({column})", []),
        ("''", []),
    ][int(chance.integers(4))]


def _number(chance: Generator, column: str) -> tuple[str, list[Any]]:
    return f"{column} + %s::int", [int(chance.choice([-7, -1, 1, 2, 1000]))]


def _time(chance: Generator, column: str) -> tuple[str, list[Any]]:
    return [
        (f"{column} + make_interval(secs => %s::float8 / 1e6)", [int(chance.integers(1, 10**9))]),
        (f"{column} - make_interval(days => %s::int)", [int(chance.integers(1, 4000))]),
        ("'infinity'::timestamptz", []),
        (f"{column} - interval '4000 years'", []),
    ][int(chance.choice(4, p=(0.45, 0.45, 0.05, 0.05)))]


def _bytes(chance: Generator, column: str) -> tuple[str, list[Any]]:
    byte, bit = int(chance.integers(10**6)), int(chance.integers(8))
    at = f"(%s::int %% length({column}) * 8 + %s::int)"
    return f"set_bit({column}, {at}, 1 - get_bit({column}, {at}))", [byte, bit, byte, bit]


def _json(chance: Generator, column: str) -> tuple[str, list[Any]]:
    number = int(chance.integers(10**6))
    return [
        (f"{column} || jsonb_build_object('number', %s::int)", [number]),
        (f"{column} || jsonb_build_object('k' || %s::int, 'x')", [number]),
        (f"{column} - 'list'", []),
        (f"{column} || jsonb_build_object('list', {column} -> 'list' -> 0)", []),
        (f"jsonb_set({column}, '{{list,0}}', '1.50')", []),
        (f"jsonb_set({column}, '{{list,0}}', '\"1.5\"')", []),
        (f"jsonb_set({column}, '{{subjects,0}}', '\"person:x\"')", []),
        (f"jsonb_set({column}, '{{subjects}}', '[]')", []),
        ("'{}'::jsonb", []),
        ("'[]'::jsonb", []),
    ][int(chance.integers(10))]


CHANGES = {"text": _text, "bigint": _number, "smallint": _number, "timestamptz": _time, "bytea": _bytes, "jsonb": _json}
