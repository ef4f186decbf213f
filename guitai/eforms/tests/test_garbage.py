"""Whatever a browser or a hostile program sends: no page ever fails, and what is kept reads back the same."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guitai.eforms import facts, pages, summary
from guitai.eforms.terms import Answer, Form, Page
from guitai.eforms.tests.sample import TODAY, every_type

FORM: Form = every_type()
NAMES = [question.key for page in FORM.pages for question in page.questions]
INNER = ["member_name", "relation", "studies", "member_proof", "whom", "monthly", "id", "nobody"]
PARTS = ["", "-year", "-month", "-day", "-county", "-town", "-detail", "-bank", "-number", "-holder", "-kept"]
PARTS += ["-remove", "-unknown", "-", ".", ".0", ".999999.id"]
VALUES = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=st.characters(exclude_categories=()), max_size=10),
    st.sampled_from(
        ["yes", "no", "unknown", "47", "２", "3萬", "9" * 30, "-1", "1e400", "NaN", "\x00", "self", "single"]
    ),
    st.sampled_from(["0912345678", "A123456789", "700", "彰化縣", "spouse", "son", "²", "٣", "一", "\ud800", "<b>"]),
)
KEYS = st.one_of(
    st.builds(lambda name, part: name + part, st.sampled_from(NAMES), st.sampled_from(PARTS)),
    st.builds(
        lambda group, index, inner, part: f"{group}.{index}.{inner}{part}",
        st.sampled_from(["members", "incomes"]),
        st.integers(0, 12),
        st.sampled_from(INNER),
        st.sampled_from(PARTS),
    ),
    st.sampled_from(["add", "remove", "unfinished", "revision"]),
    st.text(max_size=8),
)
POSTED = st.dictionaries(KEYS, st.lists(VALUES, max_size=3), max_size=15)
JSON: st.SearchStrategy[Answer] = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*INNER, "number"]), inner)),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(page=st.sampled_from(FORM.pages), posted=POSTED)
def test_any_garbage_is_answered_with_a_page(page: Page, posted: dict[str, list[str]]) -> None:
    bound = pages.bind(page, {}, data=posted, today=TODAY)

    json.dumps([bound.answers, bound.raw], ensure_ascii=False).encode()
    again = pages.bind(page, {}, data=bound.raw, today=TODAY)
    assert again.answers == bound.answers
    assert again.errors == bound.errors


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(posted=POSTED)
def test_what_a_page_accepts_can_be_told_and_judged(posted: dict[str, list[str]]) -> None:
    answers: dict[str, Answer] = {}
    for page in FORM.pages:
        answers = pages.merged(page, answers, pages.bind(page, answers, data=posted, today=TODAY))

    summary.rows(FORM, answers, today=TODAY)
    summary.problems(FORM, answers, TODAY)
    facts.situation_part(FORM, answers)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_even_answers_of_a_wrong_shape_can_be_shown(answers: dict[str, Answer]) -> None:
    for page in FORM.pages:
        pages.bind(page, answers, today=TODAY)
    summary.rows(FORM, answers, today=TODAY)
    summary.problems(FORM, answers, TODAY)
    facts.situation_part(FORM, answers)


@given(born=st.dates(date(1880, 1, 1), TODAY), pay=st.integers(0, 9_999_999_999))
def test_days_and_money_read_back_as_they_were(born: date, pay: int) -> None:
    answers: dict[str, Answer] = {"born": born.isoformat(), "pay": pay}
    page = FORM.page("p1")

    bound = pages.bind(page, {}, data=pages.raw_answers(page, answers), today=TODAY)

    assert {key: bound.answers[key] for key in answers} == answers
