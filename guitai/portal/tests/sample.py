"""One service as the catalogue hands it out: the real sheet and rules, with a short trial form of the tests' own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import yaml
from django.conf import settings

from guitai.catalogue.giving import read_gives
from guitai.catalogue.terms import LawReference, Service, Sheet, TimeLimit
from guitai.core.texts import Text
from guitai.eforms.definition import read_form
from guitai.rules import queries as rules
from guitai.rules.parameters import ParameterBook

TRIAL = """
form: trial
title: {zh: 試算, en: Trial}
pages:
- key: you
  title: {zh: 您, en: You}
  questions:
  - {key: born, type: year, label: {zh: 出生年, en: Year of birth}, fact: self.born}
  - key: work
    type: choice
    label: {zh: 工作, en: Work}
    options:
    - {value: employed, label: {zh: 有工作, en: I work}, facts: {self.work.state: employed, self.work.proof: true}}
    - {value: none, label: {zh: 沒有工作, en: I do not work}, facts: {self.work.state: not_employed}}
  - {key: pay, type: money, label: {zh: 月薪, en: Pay a month}, fact: self.work.monthly, may_be_unknown: true}
- key: family
  title: {zh: 家人, en: Family}
  questions:
  - {key: married, type: yes_no, label: {zh: 已婚, en: Married}}
"""


def service(**sheet: Any) -> Service:
    folder = Path(settings.SERVICES_DIR) / "tw" / "national-pension-premium"
    head = yaml.safe_load((folder / "service.yaml").read_text(encoding="utf-8")) | sheet
    form = read_form(yaml.safe_load(TRIAL), {"questions": {}})
    parameters = ParameterBook.read(folder.parent / "parameters", assumed_allowed=True)
    return Service(
        key=head["key"].replace("_", "-"),
        number=1,
        digest="",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        sheet=sheet_of(head),
        form=form,
        trial=form,
        data=cast("Any", None),
        rulebook=rules.read_rules_file(folder / "rules.yaml", parameters=parameters),
        flow=cast("Any", None),
        letters={},
        notices={},
    )


def sheet_of(head: dict[str, Any]) -> Sheet:
    return Sheet(
        title=Text.read(head["title"]),
        summary=Text.read(head["summary"]),
        kind="application",
        agency_code=head["agency"],
        law=tuple(LawReference(**law) for law in head["law"]),
        who=tuple(Text.read(line) for line in head["who"]),
        needs=tuple(Text.read(line) for line in head["needs"]),
        steps=tuple(Text.read(line) for line in head["steps"]),
        time_limit=TimeLimit(days=60, basis="行政程序法 §51"),
        fee=Text.read(head["fee"]),
        words=tuple(head["words"]),
        gives=read_gives(head),
        letter_word="",
        remedy_agency="",
    )
