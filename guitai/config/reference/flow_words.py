"""The words of flows.md: what conditions, needs and keys of a flow mean."""

MEANINGS = {
    "verdict_eligible": "the rules say: eligible",
    "verdict_not_eligible": "the rules say: not eligible",
    "no_gaps": "every source has answered",
    "no_differences": "applicant and registers say the same",
    "status_in_register": "a register holds a low-income status or a disability certificate, which decides by itself",
    "supplement_overdue": "the term of a supplement is over, and nothing was answered",
    "supplement_unclear": "the term is over, but something was saved, or more time was wanted and nobody answered",
    "gap_to_wait_for": "the verdict is open, and a source is silent whose item says `if_down: wait`",
}
NEEDS = {
    "reasons": "written reasons",
    "award": "a result chosen by the officer where the rules determine none",
    "supplement": "the fields and papers to be corrected, each with its reason",
    "agency": "the agency that is competent",
    "correction": "what is wrong and how it is right",
}
KEYS = """## How flow.yaml is written

`stages`: `key`, `label`, `waits_for` (system, office, applicant), with an office its `office` and `role` and a `clock`
of working days, which `stands_still` where others have to answer; `final` instead where the case ends; `tells` is the
sentence the applicant reads meanwhile.
`moves`: `key`, `label`, `from`, `to`, `by`, and where it applies `when`, `not_by_who` (whoever made one of these moves
may not make this one), `needs`, `proposes`, `outcome`; `to: back` leads to where the case came from; on a closed case
`office` and `role` say who may, and `term` in how many calendar days. The system makes the first of its moves whose
`when` holds.
`offices`: `applicant_township` or `owning_agency`. `after`: the letter and the notice of a stage.
A flow is refused when a stage cannot be reached or left, when a move names what is not there, or when nobody can act.
"""
