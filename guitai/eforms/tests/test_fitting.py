"""Only what may be true of somebody is asked; what nobody knows, and what was answered, stays."""

from datetime import date

import pytest

from guitai.core.texts import Text
from guitai.eforms import fitting
from guitai.eforms.terms import Answer, Fits, Option

TODAY = date(2026, 11, 20)
MEN, WOMEN = ("spouse", "son", "father"), ("spouse", "daughter", "mother")
OPTIONS = (
    Option("soldier", Text("兵"), fits=Fits("born", 18, 45, {"relation": MEN})),
    Option("expecting", Text("孕"), fits=Fits("born", 12, 60, {"relation": WOMEN})),
    Option("wrong", Text("錯")),
)


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({}, set()),
        ({"relation": "son"}, {"expecting"}),
        ({"relation": "daughter"}, {"soldier"}),
        ({"relation": "spouse", "born": "1990-05-01"}, set()),
        ({"relation": "son", "born": "2021-05-01"}, {"soldier", "expecting"}),
        ({"relation": "mother", "born": 1940}, {"soldier", "expecting"}),
        ({"relation": "son", "born": 2009}, {"expecting"}),
        ({"relation": "son", "born": "unknown"}, {"expecting"}),
    ],
)
def test_what_cannot_be_is_not_asked(answers: dict[str, Answer], hidden: set[str]) -> None:
    assert fitting.unfit(OPTIONS, answers.get, today=TODAY) == hidden
