"""T24: whatever somebody types into a name or a remark stands in letters and notices as it was typed, and nothing runs.

T13 too: a letter that names a file or an address draws neither, because a letter has no words for pictures.
"""

import socket

import pypdfium2
import pytest

from guitai.core import placeholders
from guitai.core.terms import PlaceholderUnknown
from guitai.documents import letter, render
from guitai.documents.odt import odt
from guitai.documents.terms import LetterContent
from guitai.documents.tests import stories as letters
from guitai.notices import words
from guitai.notices.tests import stories as notices

TYPED = [
    "{{7*7}}",
    "{{ agency }}",
    "{% load static %}{% debug %}",
    "{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__ }}",
    "{0.__init__.__globals__}",
    "%(secret)s %s %n",
    "${7*7} #{7*7} <%= 7*7 %>",
    '#read("/etc/passwd")',
    '#image("/etc/passwd") $ sum $ *x* _y_ `z`',
    "\\u{41} // no comment /* no */ ~ -- ---",
    "<b>x</b><script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    "<text:p>x</text:p>&lt;&amp;",
]
SECRETS = ["root:", "SECRET_KEY", "<class 'str'>", "__globals__ {", " 49 "]


def issued(typed: str) -> LetterContent:
    return letter.fill(letters.order(data={"remarks": typed}), number="1")


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("typed", TYPED)
def test_t24_a_letter_says_what_was_typed_and_runs_nothing(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_given: pytest.fail("a letter went out of the house"))

    said = pdf_text(render.pdf(issued(typed)))

    assert squeezed(typed) in squeezed(said)
    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("typed", TYPED)
def test_t24_the_open_document_of_a_letter_is_well_formed_and_says_the_same(typed: str) -> None:
    made = odt(issued(typed))

    assert typed in issued(typed).reasons[1]
    assert b"<script" not in made


@pytest.mark.parametrize("typed", TYPED)
def test_t24_a_notice_says_what_was_typed_and_its_html_is_only_text(typed: str) -> None:
    content = words.fill(notices.notice(data={"remarks": typed}))

    assert "<script" not in words.html(content)
    assert "<img" not in words.html(content)
    assert "林佳蓉" not in words.plain(content).partition("備註")[2].partition("\n")[0]
    if "//" not in typed:  # addresses are spelled so that no mail program makes links of them
        assert typed in words.plain(content)


@pytest.mark.parametrize("template", ["{{ x.__class__ }}", "{{ x.y }}", "{{ unknown }}", "{{ _private }}"])
def test_t24_a_template_reaches_names_that_were_declared_and_nothing_behind_them(template: str) -> None:
    with pytest.raises(PlaceholderUnknown):
        placeholders.fill(template, {"x": "value"})


@pytest.mark.parametrize("template", ["{{7*7}}", "{% debug %}", "{{ x|upper }}", "{{ x() }}", "{x.__class__}"])
def test_t24_what_is_no_place_is_text(template: str) -> None:
    assert placeholders.fill(template, {"x": "value"}) == template
