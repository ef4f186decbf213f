"""Model fields that keep personal values encrypted; set ``purpose`` once, it names the key."""

import json
from typing import Any

from django.db import models

from guitai.core import encryption


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]  # generic only in the stubs
    """Holds any JSON value, encrypted; reads back as the same value."""

    def __init__(self, *args: Any, purpose: str = "", **options: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        plain = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
        sealed = encryption.encrypt(plain, purpose=self.purpose)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        if value is None:
            return None
        return json.loads(encryption.decrypt(bytes(value), purpose=self.purpose))
