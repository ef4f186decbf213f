"""Values of facts as an official reads them: the form's own words for what it asks, these for what registers say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from guitai.cases.verdict import money, shown
from guitai.catalogue.terms import Service
from guitai.core.templatetags.days import day as day_words
from guitai.core.texts import Text
from guitai.facts.terms import Fact, Kind

UNKNOWN = Text("不知道", "unknown")
VALUES: dict[str, dict[str, Text]] = {
    "sex": {"F": Text("女", "female"), "M": Text("男", "male"), "X": Text("未登記", "not recorded")},
    "relation": {"self": Text("申請人", "applicant"), "ex_spouse": Text("前配偶", "former spouse")},
    "registered": {
        "same": Text("同一戶籍", "same household register"),
        "other": Text("不同戶籍", "another household register"),
        "none": Text("未設戶籍", "not registered"),
    },
    "marital": {
        "single": Text("未婚", "single"),
        "married": Text("已婚", "married"),
        "divorced": Text("離婚", "divorced"),
        "widowed": Text("喪偶", "widowed"),
    },
    "work.state": {"employed": Text("就業中", "employed"), "not_employed": Text("未就業", "not employed")},
    "student": {
        "none": Text("不在學", "not in school"),
        "day_school": Text("日間部", "day school"),
        "evening_or_extension_school": Text("夜間部或進修部", "evening or extension school"),
    },
    "disability": {
        "none": Text("沒有證明", "no certificate"),
        "mild": Text("輕度", "mild"),
        "moderate": Text("中度", "moderate"),
        "severe": Text("重度", "severe"),
        "profound": Text("極重度", "profound"),
    },
    "custody": {"none": Text("無", "none"), "prison": Text("服刑", "prison"), "detention": Text("羈押", "detention")},
    "military": {
        "none": Text("無", "none"),
        "conscript": Text("義務役", "conscript"),
        "volunteer": Text("志願役", "volunteer"),
    },
    "nationality": {
        "roc": Text("中華民國", "Taiwan"),
        "foreign": Text("外國", "foreign"),
        "mainland": Text("中國大陸", "mainland China"),
    },
    "other_income": {
        "pension": Text("退休金", "pension"),
        "survivor_annuity": Text("遺屬年金", "survivor's annuity"),
        "rent": Text("租金", "rent"),
        "interest": Text("利息", "interest"),
        "dividend": Text("股利", "dividends"),
        "unemployment_benefit": Text("失業給付", "unemployment benefit"),
        "insurance_annuity": Text("保險年金", "insurance annuity"),
        "living_aid": Text("生活扶助", "living aid"),
        "medical_aid": Text("醫療補助", "medical aid"),
        "emergency_relief": Text("急難救助", "emergency relief"),
        "disaster_relief": Text("災害救助", "disaster relief"),
    },
}
NEVER = date.max.isoformat()


def form_words(service: Service) -> dict[str, dict[str, str]]:
    """Answer what the form calls each value of a fact it asks for."""
    found: dict[str, dict[str, str]] = {}
    for page in service.form.pages:
        for question in (inner for outer in page.questions for inner in (outer, *outer.questions)):
            if question.fact and question.options:
                key = question.fact.removeprefix("self.")
                found[key] = {option.value: str(option.label) for option in question.options}
    return found


def words(fact: Fact, value: Any, form: Mapping[str, Mapping[str, str]]) -> str:
    """Answer one value; a dash where nothing was said."""
    if value is None or value in ("", []):
        return "—"
    if value == "unknown":
        return str(UNKNOWN)
    if fact.kind is Kind.INCOMES and isinstance(value, list):
        return "、".join(_income(each) for each in value)
    if fact.kind is Kind.DATE and isinstance(value, str):
        return _day(value)
    if fact.unit.startswith("NTD") and isinstance(value, int | float) and not isinstance(value, bool):
        return money(value)
    return _named(fact.name, value, form)


def _named(name: str, value: Any, form: Mapping[str, Mapping[str, str]]) -> str:
    asked, registered = form.get(name, {}), VALUES.get(name, {})
    if isinstance(value, list):
        return "、".join(_named(name, each, form) for each in value)
    if isinstance(value, str):
        return asked.get(value) or str(registered.get(value, value))
    return shown(value)


def _income(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    kind = str(entry.get("kind", ""))
    named, monthly = VALUES["other_income"].get(kind, kind), entry.get("monthly")
    return _("%(kind)s %(amount)s a month") % {
        "kind": named,
        "amount": shown(monthly) if monthly is None else money(monthly),
    }


def _day(iso: str) -> str:
    try:
        return day_words(date.fromisoformat(iso)) if iso != NEVER else "—"
    except ValueError:
        return iso
