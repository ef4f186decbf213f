"""T49: two hundred rare names come out of every channel with the code points they went in with."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils.html import escape
from lxml import etree

from guitai.accounts import actions as accounts
from guitai.accounts.models import Account, Person
from guitai.accounts.terms import Channel
from guitai.audit import actions as audit
from guitai.audit import exporting, sequencing
from guitai.cases import search
from guitai.core import han, sheets
from guitai.core.sheets import Sheet
from guitai.documents import render
from guitai.documents.odt import odt
from guitai.documents.tests.stories import content
from guitai.files import names as file_names
from guitai.notices import smpp, smtp, words
from guitai.notices.tests import stories as notices
from guitai.rights.models import DataRequest
from tests.security.rare_han import NAMES, PRIVATE, changed_by_normalising

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ACTOR = "system:t49"
TOGETHER = "、".join(NAMES)
BATCH = 25
BATCHES = [NAMES[at : at + BATCH] for at in range(0, len(NAMES), BATCH)]
MARKED = re.compile(r"〔缺字U\+([0-9A-F]{4,6})〕")


def numbers() -> Iterator[str]:
    """Answer made-up identity numbers with the right check digit."""
    for serial in range(1, 10_000):
        digits = f"1{serial:07d}"
        weight = 1 + 0 * 9 + sum(int(digit) * (8 - at) for at, digit in enumerate(digits))
        yield f"A{digits}{-weight % 10}"


@pytest.fixture
def citizen(db: None) -> tuple[Client, Person]:
    del db
    account, _new = accounts.open_account("rare@example.net", actor=ACTOR, now=NOW)
    person = accounts.register_person(next(numbers()), NAMES[0], NOW.date().replace(1980), actor=ACTOR, now=NOW)
    accounts.bind(account, person, channel=Channel.COUNTER, how="test", actor=ACTOR, now=NOW)
    client = Client()
    client.force_login(Account.objects.get(pk=account.pk))
    return client, person


def test_t49_the_corpus_is_what_it_says() -> None:
    assert len(NAMES) >= 190
    assert len(changed_by_normalising()) >= 20


def test_t49_every_name_may_be_somebodys() -> None:
    assert [name for name in NAMES if han.check_name(name) != name] == []


@pytest.mark.django_db
def test_t49_names_in_the_clear_come_back_from_the_database() -> None:
    for name, number in zip(NAMES, numbers(), strict=False):
        accounts.register_person(number, name, NOW.date().replace(1980), actor=ACTOR, now=NOW)

    assert sorted(person.name for person in Person.objects.all()) == sorted(NAMES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM accounts_person")
        assert sorted(row[0] for row in cursor.fetchall()) == sorted(NAMES)


def test_t49_a_form_a_sealed_value_a_page_and_the_copy_of_my_data(citizen: tuple[Client, Person]) -> None:
    client, _person = citizen

    answer = client.post("/my/data/correct/", {"about": "", "words": TOGETHER})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    told = json.loads(client.get("/my/data/copy.json").content)

    assert DataRequest.objects.get().words == TOGETHER
    assert escape(TOGETHER) in client.get("/my/data/").content.decode()
    assert told["data"]["rights.DataRequest"][0]["words"] == TOGETHER


@pytest.mark.django_db
@pytest.mark.parametrize("name", [NAMES[at] for at in range(0, len(NAMES), 40)])
def test_t49_a_refused_form_gives_back_what_was_typed(name: str, citizen: tuple[Client, Person]) -> None:
    page = citizen[0].post("/my/data/correct/", {"about": "N1", "words": name}).content.decode()

    assert f">{name}</textarea>" in page


def test_t49_tables_for_programs_and_for_offices() -> None:
    table = Sheet(NAMES[60], ("姓名",), [(name,) for name in NAMES])
    read = csv.reader(io.StringIO(sheets.write(table, "csv").decode("utf-8-sig"), newline=""))
    with zipfile.ZipFile(io.BytesIO(sheets.write(table, "ods"))) as archive:
        cells = list(etree.fromstring(archive.read("content.xml")).itertext())

    assert [row[0] for row in read][1:] == list(NAMES)
    assert cells[1:] == list(NAMES)


def test_t49_a_letter_in_pdf_shows_each_name_or_tells_what_no_font_has() -> None:
    letter = content(reasons=tuple("、".join(batch) for batch in BATCHES))

    shown = "".join(text_of(render.pdf(letter)).split())

    told = MARKED.sub(lambda found: chr(int(found[1], 16)), shown)
    missing = [name for name in NAMES if name not in told]
    assert missing == [], [f"{name[1]} U+{ord(name[1]):04X}" for name in missing]
    assert set(render.missing_characters(letter)) >= {f"U+{ord(one):04X}" for one in PRIVATE}


def test_t49_a_letter_as_opendocument_has_the_same_words() -> None:
    letter = content(reasons=tuple("、".join(batch) for batch in BATCHES))
    with zipfile.ZipFile(io.BytesIO(odt(letter))) as archive:
        text = "".join(etree.fromstring(archive.read("content.xml")).itertext())

    told = MARKED.sub(lambda found: chr(int(found[1], 16)), text)
    assert [name for name in NAMES if name not in told] == []


@pytest.mark.parametrize("name", [NAMES[0], *changed_by_normalising()[:2], *NAMES[-12:], *NAMES[50:115:9]])
def test_t49_a_mail_in_subject_body_and_address(name: str) -> None:
    notice = notices.notice(data={"case_number": name, "remarks": TOGETHER})
    mail = smtp.build(
        words.fill(notice), email="a@example.test", name=name, sender_name=name, message_id="<a@example.test>"
    )

    read = read_again(mail)

    assert name in read["Subject"]
    assert read["To"].addresses[0].display_name == name
    assert read["From"].addresses[0].display_name == name
    bodies = [part.get_content() for part in read.walk() if not part.is_multipart()]
    assert [escape(TOGETHER) in body.replace("\r\n", "\n") or TOGETHER in body for body in bodies] == [True, True]


def test_t49_a_file_keeps_its_name() -> None:
    kept = [file_names.clean(f"{name}.pdf", "application/pdf") for name in NAMES]

    assert kept == [f"{name}.pdf" for name in NAMES]
    assert SimpleUploadedFile(kept[60], b"x").name == kept[60]


@pytest.mark.parametrize("shift", range(4))
def test_t49_no_part_of_a_text_message_ends_within_a_character(shift: int) -> None:
    text = "您" * shift + "".join(NAMES)

    parts, _coding, _class = smpp.parts_of(text)

    read = [part[6:].decode("utf-16-be") for part in parts]
    assert "".join(read) == text
    assert max(len(part) for part in parts) <= 140


def test_t49_a_short_text_message_is_one_part() -> None:
    parts, _coding, _class = smpp.parts_of("𠮷" * 35)

    assert [part.decode("utf-16-be") for part in parts] == ["𠮷" * 35]


@pytest.mark.django_db
def test_t49_each_name_is_found_by_itself_and_by_its_rare_character() -> None:
    keys = [han.search_key(name) for name in NAMES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nth, cases_signs(name) FROM unnest(%s::text[]) WITH ORDINALITY t(name, nth) ORDER BY nth", [keys]
        )
        signs = [row[1] for row in cursor.fetchall()]

    lost = [
        name
        for name, key, found in zip(NAMES, keys, signs, strict=True)
        if len(key) < 3 or not set(search._pairs(key)) <= set(found) or han.search_key(name[1]) not in key
    ]
    assert lost == []


@pytest.mark.django_db(transaction=True)
def test_t49_an_exported_part_of_the_audit(tmp_path: Path) -> None:
    with transaction.atomic():
        audit.record("test.names", actor=ACTOR, thing="case:t49", detail={"names": list(NAMES)}, now=NOW)
    sequencing.sequence()
    sequencing.checkpoint()

    done = exporting.export_part(tmp_path / "part", since=NOW.replace(2020), until=NOW.replace(2050))

    text = "".join(
        file.read_text(encoding="utf-8", errors="replace") for file in sorted(done.folder.rglob("*")) if file.is_file()
    )
    assert [name for name in NAMES if name not in text] == []


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def read_again(mail: EmailMessage) -> EmailMessage:
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read
