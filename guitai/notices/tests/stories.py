"""One notice and the people around it, for the tests of this package."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from guitai.notices import template
from guitai.notices.terms import Notice, Recipient, Sender

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)
RAW: dict[str, Any] = {
    "kind": "received",
    "subject": {"zh": "已收到您的申請（{{ case_number }}）", "en": "Received ({{ case_number }})"},
    "happened": {"zh": "已收件。\n備註：{{ remarks }}", "en": "Received.\nRemarks: {{ remarks }}"},
    "to_do": {"zh": "不需要做任何事。", "en": "Nothing."},
    "by_when": {"zh": "2 個月內決定。", "en": "Within 2 months."},
    "data": {"case_number": "收件編號", "remarks": "備註"},
}
SENDER = Sender(
    agency_code="10007-SA",
    agency_name="彰化縣政府社會處",
    address="500001彰化縣彰化市中山路二段416號",
    phone="(04)7222151",
    responsible="林佳蓉",
)
READER = Recipient(
    person="person:1", name="王小明", email="ming@example.test", postal_address="彰化縣鹿港鎮中山路100號"
)
ON_PAPER = replace(READER, email="")


def notice(*, data: dict[str, str] | None = None, **changes: Any) -> Notice:
    plain = Notice(
        template=template.read_notice(RAW),
        recipient=READER,
        sender=SENDER,
        thing="case:A-1",
        data={"case_number": "A-1", "remarks": ""} | (data or {}),
        actor="post:1",
        path="/cases/A-1/",
    )
    return replace(plain, **changes)
