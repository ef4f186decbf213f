"""Notices are data; what people put into them is never a header, a link or markup."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from guitai.notices import smtp, template, words
from guitai.notices.terms import LinkNotOurs, NoticeTemplateWrong
from guitai.notices.tests.stories import RAW, READER, notice

NOTICES = sorted(Path(settings.SERVICES_DIR).glob("*/*/notices/*.yaml"))


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_every_notice_of_every_service_can_be_read(path: Path) -> None:
    assert template.read_file(path).kind == path.stem


def test_there_are_notices_to_read() -> None:
    assert {path.stem for path in NOTICES} >= {"received", "decided_grant", "decided_refuse", "not_admitted"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"subject": {"zh": "{{ nobody }}", "en": "x"}}, "nobody: is used in the notice but not declared"),
        ({"data": RAW["data"] | {"more": "x"}}, "data.more: is declared but not used"),
        ({"data": RAW["data"] | {"agency": "x"}}, "data.agency: is filled by the system"),
        ({"to_do": {"zh": "x"}}, "to_do.en: must be text"),
        ({"to_do": {"zh": "看 https://evil.test", "en": "x"}}, "to_do.zh: holds a link"),
        ({"extra": "x"}, "extra: is not a key of a notice"),
        ({"kind": ""}, "kind: must be text"),
    ],
)
def test_a_slip_in_a_notice_is_refused_with_its_place(change: dict[str, Any], what: str) -> None:
    with pytest.raises(NoticeTemplateWrong, match=what):
        template.read_notice(RAW | change, source="services/x/notices/received.yaml")


def test_every_notice_says_what_happened_what_to_do_by_when_and_who_is_responsible() -> None:
    text = words.plain(words.fill(notice()))

    places = ["王小明 您好", "發生什麼事", "您需要做什麼", "期限", "承辦人", "林佳蓉", "(04)7222151", "/cases/A-1/"]
    assert [text.find(place) for place in places] == sorted(text.find(place) for place in places)
    assert -1 not in [text.find(place) for place in places]


def test_a_line_whose_value_is_empty_is_left_out() -> None:
    assert "備註" not in words.plain(words.fill(notice()))


def test_an_english_reader_gets_english() -> None:
    english = notice(recipient=READER.__class__(**{**READER.__dict__, "language": "en"}))

    assert "What happened" in words.plain(words.fill(english))


@pytest.mark.parametrize("path", ["//evil.test/", "https://evil.test/", "cases/1", "/\\evil.test", "/a\r\nBcc: x"])
def test_a_notice_leads_only_to_our_pages(path: str) -> None:
    with pytest.raises(LinkNotOurs):
        words.our_link(path)


def test_a_link_in_a_name_cannot_be_clicked() -> None:
    content = words.fill(notice(data={"remarks": "見 https://evil.test 或 www.evil.test"}))

    for text in (words.plain(content), words.html(content)):
        assert "https://evil" not in text
        assert "www." not in text


def test_markup_in_a_value_is_escaped_in_the_html_twin() -> None:
    content = words.fill(notice(data={"remarks": "<script>alert(1)</script>\"'&"}))

    assert "<script>" not in words.html(content)
    assert "&lt;script&gt;" in words.html(content)


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x00", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_nothing_in_a_value_begins_a_header_of_its_own(separator: str) -> None:
    hostile = f"A-1{separator}Bcc: thief@example.test{separator}{separator}<b>body</b>"

    mail = smtp.build(
        words.fill(notice(data={"case_number": hostile})),
        email="ming@example.test",
        name=hostile,
        sender_name=hostile,
        message_id="<1@example.test>",
    )

    head = mail.as_bytes().split(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.splitlines())
    assert mail["Bcc"] is None


@pytest.mark.parametrize("body", ["x\n.\ny", "x\r.\ry", ".\n.\n", "\r\n.\r\nMAIL FROM:<a@b>\r\n"])
def test_no_line_of_a_mail_can_end_it(body: str) -> None:
    mail = smtp.build(
        words.fill(notice(data={"remarks": body})),
        email="ming@example.test",
        name="王小明",
        sender_name="x",
        message_id="<1@example.test>",
    )

    assert not any(line.startswith(b".") for line in mail.as_bytes().split(b"\n"))
    assert b"\r" not in mail.as_bytes().replace(b"\r\n", b"")


def test_a_rare_name_arrives_whole_in_subject_and_text() -> None:
    rare = "𠮷𣏌𪛖𰀀"
    content = words.fill(notice(data={"case_number": rare, "remarks": rare}))
    mail = smtp.build(content, email="a@example.test", name=rare, sender_name="x", message_id="<1@example.test>")

    assert rare in mail["Subject"]
    assert rare in str(mail["To"])
    body = mail.get_body(("plain",))
    assert body is not None
    assert rare in body.get_content()


@pytest.mark.parametrize(
    ("email", "fine"),
    [
        ("a@example.test", True),
        ("a+b@sub.example.test", True),
        ("a b@example.test", False),
        ("a@example.test\r\nBcc: x", False),
        ("a@example.test, b@example.test", False),
        ("<a@example.test>", False),
        ("王@example.test", False),
        ("a@-", False),
    ],
)
def test_only_a_plain_address_is_written_to(email: str, fine: bool) -> None:
    assert smtp.is_address(email) is fine
