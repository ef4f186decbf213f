"""Letters are data: what is wrong in them is refused when they are read, and values are never markup."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from guitai.documents import completeness, letter
from guitai.documents.terms import LetterIncomplete, LetterTemplateWrong
from guitai.documents.tests.stories import RAW, content, order

LETTERS = sorted(Path(settings.SERVICES_DIR).glob("*/*/letters/*.yaml"))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_letter_of_every_service_can_be_read(path: Path) -> None:
    assert letter.read_file(path).kind == path.stem


def test_there_are_letters_to_read() -> None:
    assert {path.stem for path in LETTERS} >= {"grant", "refuse", "not_admitted"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject": "核定{{ shar }}{{ share }}"}, "shar: is used in the letter but not declared"),
        ({"data": RAW["data"] | {"more": "x"}}, "data.more: is declared but not used"),
        ({"data": RAW["data"] | {"agency": "x"}}, "data.agency: is filled by the system"),
        ({"title": "令"}, "title: must be one of"),
        ({"decision": "yes"}, "decision: must be true or false"),
        ({"facts": "one text"}, "facts: must be a list"),
        ({"reasons": ["", "x"]}, r"reasons\[0\]: must be text"),
        ({"signing": "stamp"}, "signing: must be one of"),
        ({"remady": []}, "remady: is not a key of a letter"),
        ({"data": []}, "data: must be a mapping"),
    ],
)
def test_a_slip_in_a_letter_is_refused_with_its_place(change: dict[str, Any], words: str) -> None:
    with pytest.raises(LetterTemplateWrong, match=words):
        letter.read_letter(RAW | change, source="services/x/letters/grant.yaml")


@pytest.mark.parametrize("key", letter.REQUIRED)
def test_a_missing_key_is_named(key: str) -> None:
    with pytest.raises(LetterTemplateWrong, match=f"{key}: is missing"):
        letter.read_letter({name: value for name, value in RAW.items() if name != key})


def test_a_sentence_whose_value_is_empty_is_left_out() -> None:
    assert content().reasons == ("經審核符合規定。",)


def test_what_a_browser_adds_to_a_text_is_not_printed() -> None:
    filled = letter.fill(order(data={"remarks": "第一行\r\n第二行\t\u200b末\u2028第三行"}), number="1")

    assert filled.reasons[1] == "補充：第一行\n第二行 末\n第三行"


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_decision_of_every_service_is_whole_by_law(path: Path) -> None:
    template = letter.read_file(path)

    filled = letter.fill(order(template=template, data=dict.fromkeys(template.data, "值")), number="1")

    completeness.check(filled)


def test_a_subject_with_an_empty_value_is_refused() -> None:
    with pytest.raises(LetterIncomplete, match="主旨：share"):
        letter.fill(order(data={"share": " "}), number="1")


@pytest.mark.parametrize(
    "hostile", ["{{ agency }}", "{{7*7}}", "{% load x %}", "{0.__init__.__globals__}", '#eval("1")', "$x$ *b* _i_ \\"]
)
def test_a_value_is_never_read_as_a_template(hostile: str) -> None:
    filled = letter.fill(order(data={"remarks": hostile}), number="1")

    assert filled.reasons[1] == f"補充：{hostile}"


def test_a_stored_letter_reads_back_as_it_was() -> None:
    assert letter.from_json(letter.as_json(content())) == content()


def test_an_automated_decision_bears_the_seal_without_a_signature() -> None:
    filled = letter.fill(order(raw={"signing": "seal_only"}), number="1")

    assert (filled.seal, filled.signed_name) == ("彰化縣政府印", "")
