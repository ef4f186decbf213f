"""A small flow with every kind of stage, for the tests of this package."""

import copy
from typing import Any

from guitai.work.flow import Flow, read_flow

CONDITIONS = ("clear",)
RAW: dict[str, Any] = {
    "offices": {"township": "applicant_township", "county": "owning_agency"},
    "stages": [
        {"key": "received", "label": "已收件", "waits_for": "system"},
        {"key": "review", "label": "初審", "waits_for": "office", "office": "township", "role": "first_review",
         "clock": {"working_days": 7}},
        {"key": "approval", "label": "核定", "waits_for": "office", "office": "county", "role": "approve"},
        {"key": "asked", "label": "補件", "waits_for": "applicant",
         "clock": {"working_days": 10, "stands_still": True}},
        {"key": "granted", "label": "核准", "final": "granted"},
        {"key": "withdrawn", "label": "撤回", "final": "withdrawn"},
    ],
    "moves": [
        {"key": "at_once", "label": "直接核定", "from": ["received"], "to": "granted", "by": "system",
         "when": ["clear"], "outcome": "granted"},
        {"key": "route", "label": "分案", "from": ["received"], "to": "review", "by": "system"},
        {"key": "propose", "label": "送核定", "from": ["review"], "to": "approval", "by": "office"},
        {"key": "grant", "label": "核准", "from": ["approval"], "to": "granted", "by": "office",
         "not_by_who": ["propose"], "outcome": "granted"},
        {"key": "send_back", "label": "退回", "from": ["approval"], "to": "review", "by": "office",
         "needs": ["reasons"]},
        {"key": "ask", "label": "請補件", "from": ["review", "approval"], "to": "asked", "by": "office"},
        {"key": "answer", "label": "已補件", "from": ["asked"], "to": "back", "by": "applicant"},
        {"key": "recall", "label": "不必補件", "from": ["asked"], "to": "back", "by": "office", "office": "township",
         "role": "first_review"},
        {"key": "forward", "label": "移送", "from": ["review"], "to": "same", "by": "office", "needs": ["agency"]},
        {"key": "reopen", "label": "重審", "from": ["granted"], "to": "review", "by": "office", "office": "county",
         "role": "approve"},
        {"key": "correct", "label": "更正", "from": ["granted"], "to": "same", "by": "office", "office": "county",
         "role": "approve"},
        {"key": "withdraw", "label": "撤回", "from": ["received", "review", "approval"], "to": "withdrawn",
         "by": "applicant", "outcome": "withdrawn"},
    ],
    "after": {"granted": {"letter": "grant"}, "correct": {"letter": "correction"}},
}  # fmt: skip


def raw_flow() -> dict[str, Any]:
    return copy.deepcopy(RAW)


def small_flow() -> Flow:
    return read_flow(RAW, conditions=CONDITIONS)
