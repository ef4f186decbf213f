import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from guitai.core import encryption
from guitai.core.fields import EncryptedField
from guitai.core.terms import SealBroken


@given(st.binary(), st.text("abc-"))
def test_what_is_sealed_is_read_back(plain: bytes, purpose: str) -> None:
    assert encryption.decrypt(encryption.encrypt(plain, purpose=purpose), purpose=purpose) == plain


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert encryption.encrypt(b"x", purpose="p") != encryption.encrypt(b"x", purpose="p")


def test_a_value_is_not_readable_for_another_purpose() -> None:
    sealed = encryption.encrypt(b"x", purpose="national-number")

    with pytest.raises(SealBroken):
        encryption.decrypt(sealed, purpose="account")


def test_a_value_is_not_readable_with_another_master_key(settings: Settings) -> None:
    sealed = encryption.encrypt(b"x", purpose="p")
    settings.MASTER_KEY = "cd" * 32

    with pytest.raises(SealBroken):
        encryption.decrypt(sealed, purpose="p")


def test_a_changed_byte_is_found_wherever_it_is() -> None:
    sealed = encryption.encrypt(b"A123456789", purpose="p")

    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            encryption.decrypt(changed, purpose="p")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(27), b"\x02" + bytes(40)])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        encryption.decrypt(sealed, purpose="p")


def test_equal_values_have_equal_indexes_for_one_purpose_and_one_key_only(settings: Settings) -> None:
    index = encryption.blind_index("A123456789", purpose="p")

    assert len(index) == 32
    assert encryption.blind_index("A123456789", purpose="p") == index
    assert encryption.blind_index("A223456781", purpose="p") != index
    assert encryption.blind_index("A123456789", purpose="q") != index
    settings.MASTER_KEY = "cd" * 32
    assert encryption.blind_index("A123456789", purpose="p") != index


def test_the_key_of_the_index_is_not_the_key_of_the_seal() -> None:
    assert encryption.derived_key("p") != encryption.derived_key("blind:p")


def test_a_field_remembers_its_purpose_in_migrations() -> None:
    _name, path, _arguments, options = EncryptedField(purpose="p", null=True).deconstruct()

    assert path == "guitai.core.fields.EncryptedField"
    assert options == {"purpose": "p", "null": True}
    assert issubclass(EncryptedField, models.BinaryField)
