"""A small form with every type of question, and ways to fill it in."""

from datetime import date
from typing import Any

from guitai.eforms import definition
from guitai.eforms.terms import Form

TODAY = date(2026, 3, 10)


def text(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key), **more}


def option(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": text(value.title()), **more}


COUNTIES = [option("彰化縣"), option("臺中市")]
BANKS = [option("700"), option("009")]
EVERY_TYPE = [
    question("full_name", "name", fact="self.name"),
    question("number", "national_number", required=False),
    question("born", "date", must_be="past", fact="self.born"),
    question("year", "year", required=False),
    question("pay", "money", required=False, may_be_unknown=True, fact="self.work.monthly"),
    question("children", "number", required=False, minimum=0, maximum=20),
    question("marital", "choice", options=[option("single"), option("married")], fact="self.marital"),
    question(
        "situation",
        "choices",
        required=False,
        options=[
            option("student", facts={"self.student": "day_school"}),
            option("soldier", facts={"self.military": "conscript"}),
            option("none_of_these", exclusive=True),
        ],
    ),
    question("works", "yes_no", may_be_unknown=True),
    question("lives_at", "address", required=False, options=COUNTIES, fact="facts.actually_lives_in"),
    question("account", "account", required=False, options=BANKS, holder_is="full_name"),
    question("phone", "phone", required=False),
    question("email", "email", required=False),
    question("remark", "text", required=False, max_length=50),
    question("story", "long_text", required=False, max_length=500),
    question("proof", "attachment", required=False, max_items=3),
    question("true", "declaration"),
]
MEMBERS = question(
    "members",
    "group",
    fact="persons",
    title_from="member_name",
    item=text("member"),
    questions=[
        question("member_name", "name", fact="name"),
        question("relation", "choice", options=[option("spouse"), option("son")], fact="relation"),
        question("studies", "yes_no", required=False, when={"question": "relation", "is": "son"}),
        question("member_proof", "attachment", required=False),
    ],
)
INCOMES = question(
    "incomes",
    "group",
    about="whom",
    questions=[
        question("whom", "choice", options=[option("self")], options_from="members.member_name"),
        question("monthly", "money", fact="work.monthly", may_be_unknown=True),
    ],
)


def form_of(*pages: list[Any], **bank: Any) -> Form:
    """Answer a form with pages p1, p2 … of these questions."""
    spec = {
        "form": "sample",
        "title": text("Sample"),
        "pages": [{"key": f"p{n}", "title": text(f"Page {n}"), "questions": qs} for n, qs in enumerate(pages, start=1)],
    }
    return definition.read_form(spec, {"questions": bank})


def every_type() -> Form:
    return form_of(EVERY_TYPE, [MEMBERS], [INCOMES])


RIGHT: dict[str, list[str]] = {
    "full_name": ["王小明"],
    "born-year": ["47"],
    "born-month": ["2"],
    "born-day": ["3"],
    "marital": ["single"],
    "works": ["yes"],
    "true": ["yes"],
}
