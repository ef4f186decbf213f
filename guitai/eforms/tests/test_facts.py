"""Answers become a situation in which a gap is never a zero."""

from guitai.eforms import facts
from guitai.eforms.terms import Answer
from guitai.eforms.tests.sample import MEMBERS, every_type, form_of, option, question

FORM = every_type()
OTHER_INCOME = question(
    "other_incomes",
    "group",
    about="whom",
    fact="other_income",
    questions=[
        question("whom", "choice", options=[option("self")], options_from="members.member_name"),
        question("kind", "choice", options=[option("rent")], fact="kind"),
        question("monthly", "money", may_be_unknown=True, fact="monthly"),
    ],
)


def part(answers: dict[str, Answer]) -> dict[str, Answer]:
    said = facts.situation_part(FORM, answers)
    assert isinstance(said["self"], dict)
    return said["self"]


def test_answers_stand_under_the_path_of_their_fact() -> None:
    said = facts.situation_part(
        FORM,
        {
            "born": "1958-02-03",
            "pay": 30000,
            "situation": ["student", "soldier"],
            "lives_at": {"county": "臺中市", "town": "北區", "detail": "1號"},
        },
    )

    assert said["self"] == {
        "born": "1958-02-03",
        "work": {"monthly": 30000},
        "student": "day_school",
        "military": "conscript",
    }
    assert said["facts"] == {"actually_lives_in": "臺中市"}


def test_not_knowing_is_written_out() -> None:
    assert part({"pay": "unknown"}) == {"work": {"monthly": "unknown"}}


def test_leaving_open_what_may_be_unknown_is_not_knowing() -> None:
    assert part({}) == {"work": {"monthly": "unknown"}}


def test_zero_is_zero() -> None:
    assert part({"pay": 0}) == {"work": {"monthly": 0}}


def test_persons_come_with_the_names_they_have_in_the_case() -> None:
    answers: dict[str, Answer] = {
        "pay": 1,
        "members": [{"id": "p1", "member_name": "陳玉", "relation": "spouse"}],
        "incomes": [
            {"id": "x", "whom": "p1", "monthly": 20000},
            {"id": "y", "whom": "self", "monthly": 500},
            {"id": "z", "whom": "gone", "monthly": 9},
        ],
    }
    said = facts.situation_part(FORM, answers)

    assert said["persons"] == [{"id": "p1", "name": "陳玉", "relation": "spouse", "work": {"monthly": 20000}}]
    assert said["self"] == {"work": {"monthly": 500}}


def test_incomes_of_one_person_gather_in_a_list_and_one_unknown_makes_it_unknown() -> None:
    form = form_of([MEMBERS], [OTHER_INCOME])
    member: dict[str, Answer] = {"id": "p1", "member_name": "陳玉", "relation": "spouse"}
    rent: dict[str, Answer] = {"id": "a", "whom": "p1", "kind": "rent", "monthly": 4000}
    unknown: dict[str, Answer] = {"id": "b", "whom": "p1", "kind": "rent", "monthly": "unknown"}

    known = facts.situation_part(form, {"members": [member], "other_incomes": [rent]})["persons"]
    open_ = facts.situation_part(form, {"members": [member], "other_incomes": [rent, unknown]})["persons"]

    assert known == [
        {"id": "p1", "name": "陳玉", "relation": "spouse", "other_income": [{"kind": "rent", "monthly": 4000}]}
    ]
    assert open_ == [{"id": "p1", "name": "陳玉", "relation": "spouse", "other_income": "unknown"}]


def test_a_group_that_is_no_longer_asked_says_nothing() -> None:
    members = {**MEMBERS, "when": {"question": "has_family", "is": True}}
    form = form_of([question("has_family", "yes_no"), members])
    answers: dict[str, Answer] = {"has_family": False, "members": [{"id": "p1", "member_name": "陳玉"}]}

    assert facts.situation_part(form, answers)["persons"] == []
