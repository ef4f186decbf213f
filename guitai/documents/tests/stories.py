"""One letter and the people around it, for the tests of this package."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from guitai.documents import letter
from guitai.documents.terms import Addressee, Issuer, LetterContent, LetterOrder

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 25)
RARE = "𠮷𣏌𪛖𰀀"  # U+20BB7, U+233CC, U+2A6D6, U+30000

COUNTY = Issuer(
    code="10007",
    name="彰化縣政府",
    word="府社助",
    address="500001彰化縣彰化市中山路二段416號",
    phone="(04)7222151",
    head_title="縣長",
    head_name="陳示範",
    remedy_agency="衛生福利部",
)
APPLICANT = Addressee(
    person="person:1",
    name="王小明",
    born=date(1985, 7, 1),
    sex="male",
    number="A123456789",
    address="彰化縣鹿港鎮玉順里3鄰中山路100號",
)
RAW: dict[str, Any] = {
    "kind": "grant",
    "title": "函",
    "decision": True,
    "signing": "head",
    "retention_years": 10,
    "subject": "核定自付比率為{{ share }}，請查照。",
    "facts": ["臺端於{{ applied_on }}申請。"],
    "reasons": ["經審核符合規定。", "補充：{{ remarks }}"],
    "legal_basis": ["國民年金法第12條。"],
    "remedy": [
        "本函為行政處分。不服者得自送達之次日起30日內，繕具訴願書經由{{ agency }}向{{ remedy_agency }}提起訴願。"
    ],
    "data": {"share": "自付比率", "applied_on": "申請日", "remarks": "補充"},
}
DATA = {"share": "30%", "applied_on": "115年3月10日", "remarks": ""}


def order(*, raw: dict[str, Any] | None = None, data: dict[str, str] | None = None, **changes: Any) -> LetterOrder:
    plain = LetterOrder(
        template=letter.read_letter(RAW | (raw or {})),
        issuer=COUNTY,
        addressee=APPLICANT,
        thing="case:A-1",
        data=DATA | (data or {}),
        actor="post:1",
        issued_on=TODAY,
    )
    return replace(plain, **changes)


def content(**changes: Any) -> LetterContent:
    return replace(letter.fill(order(), number="府社助字第1150000001號"), **changes)
