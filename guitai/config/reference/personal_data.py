"""personal-data.md: every field that says something about a person, from the models themselves."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from guitai.config.reference.markdown import head, table
from guitai.config.reference.personal import FIELDS, NOT_PERSONAL, Personal
from guitai.core.fields import EncryptedField

OURS = "guitai."
# Alone these name nobody: when, how many, which of a few words, which other row.
SAYS_NOTHING = (
    *(models.DateTimeField, models.BooleanField, models.DurationField, models.UUIDField),
    *(models.IntegerField, models.ForeignKey),
)
WORDS = (
    "“Plain” is readable to the roles that guitai/config/grants.py lets in, and shown only to who may see the case.",
    "References such as `person:…` name nobody outside of the database; fields that hold nothing but references of",
    "cases, posts and the system are left out.",
    "",
    "A person erases her data under `/my/data/erase/`; what law keeps (services/tw/retention.yaml) goes when its time",
    "is over. Encrypted values are sealed under a key of their subject: once it is destroyed, no backup says anything.",
)
OUTSIDE = [
    (
        "`GUITAI_FILES_DIR`",
        "attachments, letters as PDF, print batches (with codes by letter in them)",
        "encrypted, one key for each file, wrapped by the master key",
        "not sent: 7 days or as long as the draft; sent: with the case; batches: no end yet",
    ),
    ("`django_session`", "who is signed in", "plain, the web role's alone", "30 minutes idle, 12 hours at most"),
    ("logs on stderr", "faults with their place", "without the data of a request", "as the machine keeps its logs"),
    ("mails", "the notice", "as the mail server sends them (TLS where set)", "in the recipient's hands"),
]


def page() -> str:
    title = head("Personal data", "the models and guitai/config/reference/personal.py", *WORDS)
    columns = ["field", "holds", "how", "kept", "on erasure"]
    fields = dict(saying_fields())
    rows = [_row(name, fields.get(name), said) for name, said in FIELDS.items()]
    outside = table(["where", "what", "how", "kept"], OUTSIDE)
    return "\n".join([title, table(columns, rows), "## Outside of the tables\n", outside])


def saying_fields() -> Iterator[tuple[str, "models.Field[Any, Any]"]]:
    """Every field of a model of ours that could say something about a person, and those of others that we name."""
    for model in apps.get_models():
        options = model._meta
        for field in options.concrete_fields:
            name = f"{options.label}.{field.name}"
            ours = model.__module__.startswith(OURS)
            if name in FIELDS or (ours and not field.choices and not isinstance(field, SAYS_NOTHING)):
                yield name, field


def undecided() -> list[str]:
    """Answer the fields that stand in neither table, or in both."""
    plain = {f"{model}.{name}" for model, names in NOT_PERSONAL.items() for name in names.split()}
    known = {name for name, _field in saying_fields()}
    return sorted((known ^ (plain | FIELDS.keys())) | (plain & FIELDS.keys()))


def _row(name: str, field: "models.Field[Any, Any] | None", said: Personal) -> list[object]:
    return [f"`{name}`", said.holds, said.how or _how(name, field), said.kept, said.erased]


def _how(name: str, field: "models.Field[Any, Any] | None") -> str:
    if isinstance(field, EncryptedField):
        return f"encrypted (`{field.purpose}`)"
    return "blind index" if name.endswith("_index") else "plain"
