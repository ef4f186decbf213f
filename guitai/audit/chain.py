"""The chain over all records, and the proof that it holds.

A record is a list of parts, `name=JSON`, each hidden behind a digest with a salt of its own: some can be shown and the
rest not guessed. A link is the SHA-256 over its position, the link before and the digests of the parts; links are the
leaves of a Merkle tree. Checkpoints sign head and root with Ed25519 (RFC 8032). Whoever can write to the database but
has not the master key cannot repair the chain after a change; whoever rolls the whole database back is found out by
the witness outside of it and by the time-stamps. All that is hashed is text, so that a shell can hash it too.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, shake_256
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from guitai.audit import merkle

FIRST = bytes(32)  # what the first link hangs on
TEXTS = ("at", "recorded_at", "written_by", "verb", "actor", "thing", "subject", "purpose", "basis")
SUBJECTS = "subjects"  # the key of the detail whose list is a tree of its own: each person may see only herself
SALT_BYTES = 16


@dataclass(frozen=True)
class Head:
    """How far the chain goes."""

    position: int = 0
    digest: bytes = FIRST


@dataclass(frozen=True)
class Record:
    """A record as the database writes it: all fields as text, the detail as its JSON."""

    id: int
    texts: tuple[str | None, ...]  # as TEXTS
    detail: str
    salt: bytes | None  # none before records had parts


class Part(NamedTuple):
    """One field of a record, and the salt behind which it is hidden."""

    salt: str
    said: str  # name=JSON

    def digest(self) -> str:
        return sha256(f"{self.salt} {self.said}\n".encode()).hexdigest()


def parts(record: Record) -> list[Part]:
    """Answer the fields of a record in their fixed order, each key of the detail as one."""
    if record.salt is None:
        raise ValueError(f"Record {record.id} is older than parts are.")
    said = [f"id={record.id}"]
    said += [f"{name}={_text(text)}" for name, text in zip(TEXTS, record.texts, strict=True)]
    detail = detail_of(record)
    for key in sorted(detail):
        value = subjects_root(record.salt, detail[key]) if key == SUBJECTS else _json(detail[key])
        said.append(f"detail.{quoted(key)[1:-1]}={value}")
    return list(map(Part, _salts(record.salt, len(said)), said))


def subjects(salt: bytes, people: object) -> list[Part]:
    """Answer the persons of a record, each a leaf of a tree of their own; nothing when it is no list."""
    listed = people if isinstance(people, list) else []
    salts = _salts(salt + b"subjects", len(listed))
    return list(map(Part, salts, map(subject_said, listed)))


def subject_said(one: object) -> str:
    return f"subject={_json(one)}"


def subjects_of(record: Record) -> list[Part]:
    return subjects(record.salt, detail_of(record).get(SUBJECTS)) if record.salt else []


def subjects_root(salt: bytes, people: object) -> str:
    """Answer how many persons there are and the root of their tree, as JSON; what is no list stands for itself."""
    if not isinstance(people, list):
        return _json(people)
    root = merkle.root_of([subject_leaf(part) for part in subjects(salt, people)])
    return quoted(f"{len(people)} {root.hex()}")


def subject_leaf(part: Part) -> bytes:
    return merkle.leaf_hash(bytes.fromhex(part.digest()))


def next_head(head: Head, record: Record) -> Head:
    if record.salt is None:
        return _older_head(head, record)
    return head_over(head, [sha256(f"{salt} {said}\n".encode()).hexdigest() for salt, said in parts(record)])


def head_over(head: Head, digests: Sequence[str]) -> Head:
    """Answer the head after a record of which only the digests of its parts are told."""
    position = head.position + 1
    said = "\n".join(["guitai-audit-2", str(position), head.digest.hex(), *digests, ""])
    return Head(position, sha256(said.encode()).digest())


def _older_head(head: Head, record: Record) -> Head:
    position = head.position + 1
    at, recorded_at, *texts = record.texts
    plain = [record.id, _moment(at), _moment(recorded_at), *texts, json.loads(record.detail)]
    said = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return Head(position, sha256(b"guitai-audit-1\n" + position.to_bytes(8, "big") + head.digest + said).digest())


def _moment(text: str | None) -> str | None:
    with suppress(ValueError):
        return datetime.fromisoformat(text).isoformat() if text else text
    return text


def _text(text: str | None) -> str:
    return "null" if text is None else quoted(text)


def detail_of(record: Record) -> dict[str, object]:
    read = _DETAIL.decode(record.detail)
    return read if isinstance(read, dict) else {"": read}


def _salts(salt: bytes, many: int) -> list[str]:
    """Answer as many salts, none of which tells another one."""
    stream = shake_256(salt).hexdigest(SALT_BYTES * many)
    width = 2 * SALT_BYTES
    return [stream[start : start + width] for start in range(0, len(stream), width)]


def _exact(text: str) -> object:
    """Answer a number that prints as it was written; another one is kept as a text that no JSON of ours can hold."""
    number = float(text)
    return number if repr(number) == text else {"\0": text}


_DETAIL = json.JSONDecoder(parse_float=_exact)
_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
