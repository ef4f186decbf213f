"""Where we connect, what we read, how two registers are joined: tables without a network."""

from typing import Any

import pytest

from guitai.gateways import merging, sources, wire
from guitai.gateways.connectors.registry import CONNECTORS
from guitai.gateways.terms import NoAnswer, Reason, SettingsWrong
from standins import household, tax, welfare
from standins.world import ledgers, writing


@pytest.mark.parametrize(
    "url",
    [
        "http://tax.example.gov.tw",
        "http://2130706433",
        "https://user:secret@tax.example.gov.tw",
        "https://tax.example.gov.tw/?a=1",
        "https://tax.example.gov.tw/#x",
        "ftp://tax.example.gov.tw",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "https://",
        "https://tax．example.gov.tw",
        "",
    ],
)
def test_an_address_that_must_not_be_asked_is_refused_from_the_start(url: str) -> None:
    with pytest.raises(SettingsWrong):
        sources.check_url(url, source="tax")


@pytest.mark.parametrize(
    ("url", "loopback"),
    [("http://127.0.0.1:8002", True), ("http://[::1]:8002", True), ("https://tax.example.gov.tw/api", False)],
)
def test_a_proper_address_is_taken(url: str, loopback: bool) -> None:
    assert sources.check_url(url, source="tax") is loopback


def test_a_name_that_resolves_to_this_machine_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("203.0.113.9", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]  # rebinding: one good, one bad
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answers)

    with pytest.raises(NoAnswer) as caught:
        wire.post("https://tax.example.gov.tw/v1", headers={}, body=b"", loopback=False, limits=wire.Limits())

    assert caught.value.reason is Reason.DOWN


EMPLOYED, IDLE, UNKNOWN = {"state": "employed", "monthly": 30_000}, {"state": "not_employed"}, {"state": "unknown"}
INSURED = {"state": "employed", "monthly": 29_500}


@pytest.mark.parametrize(
    ("tax_says", "insurer_says", "holds", "differ"),
    [
        (EMPLOYED, INSURED, EMPLOYED, False),
        (EMPLOYED, IDLE, EMPLOYED, True),
        (EMPLOYED, None, EMPLOYED, False),
        (IDLE, INSURED, INSURED, True),
        (IDLE, IDLE, IDLE, False),
        (IDLE, None, UNKNOWN, False),
        (UNKNOWN, IDLE, UNKNOWN, False),
        (UNKNOWN, INSURED, INSURED, False),
        (None, INSURED, INSURED, False),
        (None, IDLE, UNKNOWN, False),
        (None, None, UNKNOWN, False),
    ],
)
def test_nobody_is_without_work_unless_both_registers_say_so(
    tax_says: Any, insurer_says: Any, holds: Any, differ: bool
) -> None:
    assert merging.work(tax=tax_says, insurance=insurer_says) == holds
    assert merging.differ(tax=tax_says, insurance=insurer_says) is differ


WORLD, _ = writing.make(seed=11, households=150)
LEDGERS = {name: ledger(WORLD) for name, ledger in ledgers.LEDGERS.items()}


def test_every_person_of_a_world_can_be_read_from_every_register() -> None:
    for human in WORLD.people:
        number = human.number
        asked = {"number": number}
        records: dict[str, Any] = {
            "household_register": household.answer(LEDGERS["household"], asked),
            "tax": tax.answer(LEDGERS["tax"], asked),
            "insurance": LEDGERS["insurance"][number],
            "pension_insurer": LEDGERS["pension"][number],
            "welfare": welfare.answer(LEDGERS["welfare"], {"number": number}),
        }
        for source, record in records.items():
            facts = CONNECTORS[source].facts(record, number=number, wanted=())
            assert set(facts) == CONNECTORS[source].gives


TAX_YEAR: dict[str, Any] = {"年度": 114, "狀態": "已歸戶", "所得": [], "財產": []}
INCOME: dict[str, Any] = {"格式代號": "50", "類別": "薪資", "金額": 360_000}


def tax_facts(*years: dict[str, Any]) -> dict[str, Any]:
    return CONNECTORS["tax"].facts({"年度資料": list(years)}, number="A123456789", wanted=())


def test_the_latest_year_counts_and_pay_is_by_the_month() -> None:
    older = TAX_YEAR | {"年度": 113, "所得": [INCOME | {"金額": 1_200_000}]}

    facts = tax_facts(older, TAX_YEAR | {"所得": [INCOME, INCOME | {"金額": 6}]})

    assert facts["work"] == {"state": "employed", "monthly": 30_001, "proof": False}  # half a dollar goes up
    assert facts["tax_year"] == 2025


def test_a_year_still_being_settled_is_unknown_not_nothing() -> None:
    facts = tax_facts(TAX_YEAR | {"狀態": "處理中"})

    assert (facts["work"], facts["other_income"], facts["assets"]) == ({"state": "unknown"}, "unknown", "unknown")


def test_interest_is_told_so_that_the_rules_can_derive_the_deposit() -> None:
    interest = {"格式代號": "5A", "類別": "利息", "金額": 1_800}

    facts = tax_facts(TAX_YEAR | {"所得": [interest], "財產": [{"種類": "土地", "現值": 9}]})

    assert facts["other_income"] == [{"kind": "interest", "monthly": 150}]
    assert facts["assets"] == {"land": 9, "deposit_interest": 1_800}


@pytest.mark.parametrize(
    ("source", "record"),
    [
        ("tax", {}),
        ("tax", {"年度資料": []}),
        ("tax", {"年度資料": [TAX_YEAR | {"所得": [INCOME | {"金額": "360000"}]}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"所得": [INCOME | {"金額": -1}]}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"所得": [INCOME | {"金額": 0.5}]}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"所得": [INCOME | {"金額": None}]}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"所得": [INCOME | {"格式代號": "ZZ"}]}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"狀態": "不明"}]}),
        ("tax", {"年度資料": [TAX_YEAR | {"新欄位": 1}]}),
        ("insurance", {"狀態": "在保", "投保薪資": 0, "投保單位": "x"}),
        ("insurance", {"狀態": "可能", "投保薪資": 0, "投保單位": ""}),
        ("pension_insurer", {"身分": "被保險人", "欠費月數": True}),
        ("welfare", {"福利身分": "1"}),
        ("bank", {"戶名相符": "是"}),
        ("bank", {"戶名相符": None}),
        ("household_register", {"關係人": []}),
    ],
)
def test_a_record_of_another_shape_is_garbage_never_zero(source: str, record: dict[str, Any]) -> None:
    with pytest.raises(NoAnswer) as caught:
        CONNECTORS[source].facts(record, number="A123456789", wanted=())

    assert caught.value.reason is Reason.GARBAGE


def test_a_register_answer_without_the_person_is_about_somebody_else() -> None:
    one, other = [home.members[0].number for home in WORLD.homes if home.members][:2]
    record = household.answer(LEDGERS["household"], {"number": other})

    with pytest.raises(NoAnswer) as caught:
        CONNECTORS["household_register"].facts(record or {}, number=one, wanted=())

    assert caught.value.reason is Reason.WRONG_PERSON


def test_a_date_that_is_none_is_garbage() -> None:
    number = WORLD.homes[0].members[0].number
    record = household.answer(LEDGERS["household"], {"number": number}) or {}
    record["關係人"][0]["出生日期"] = "0700231"

    with pytest.raises(NoAnswer) as caught:
        CONNECTORS["household_register"].facts(record, number=number, wanted=())

    assert caught.value.reason is Reason.GARBAGE


def test_benefits_are_told_by_their_words_and_an_unknown_one_by_its_name() -> None:
    received = ["老年農民福利津貼", "重陽敬老禮金"]
    record = {"福利身分": "0", "障礙等級": "0", "領取中給付": received, "在學": "無", "矯正": "無", "役別": "無"}

    facts = CONNECTORS["welfare"].facts(record, number="A123456789", wanted=())

    assert facts["receives"] == ["old_farmers_allowance", "重陽敬老禮金"]
    assert facts["placed_at_public_expense"] == "unknown"  # an older system does not say
