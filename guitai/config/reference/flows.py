"""flows.md: the stages and moves of every service, as a table and as a picture."""

from collections.abc import Iterator
from pathlib import Path

from guitai.catalogue.terms import Service
from guitai.config.reference import folders
from guitai.config.reference.markdown import code, head, table
from guitai.work.flow import Flow, Move, Stage

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


def page() -> str:
    title = head("Flows", "services/*/*/flow.yaml", "The way a case can go: who acts at each stage, by when.")
    words = "## Words of `when`\n\n" + table(["word", "holds when"], [(f"`{k}`", v) for k, v in MEANINGS.items()])
    parts = (_part(folder, service) for folder, service in folders.services())
    return "\n".join([title, *parts, words, KEYS])


def _part(folder: Path, service: Service) -> str:
    stages = table(
        ["stage", "階段", "waits for", "role", "working days", "then leaves the house"],
        (_stage(service.flow, stage) for stage in service.flow.stages.values()),
    )
    moves = table(["move", "動作", "from", "to", "by", "only", "needs"], map(_move, service.flow.moves))
    heading = f"## {service.title.zh} (`{service.key}`)\n\nFrom {folders.name(folder / 'flow.yaml')}.\n"
    return "\n".join([heading, "```mermaid", *_picture(service.flow), "```", "", stages, moves])


def _stage(flow: Flow, stage: Stage) -> list[object]:
    after = flow.after.get(stage.key)
    told = (
        [f"{kind} `{key}`" for kind, key in (("letter", after.letter), ("notice", after.notice)) if key]
        if after
        else []
    )
    waits = f"ends: {stage.final}" if stage.final else stage.waits_for
    return [f"`{stage.key}`", stage.label.zh, waits, stage.role, stage.working_days or "", ", ".join(told)]


def _move(move: Move) -> list[object]:
    only = [code(move.when)] if move.when else []
    only += [f"not by who made {code(move.not_by_who)}"] if move.not_by_who else []
    needs = "; ".join(NEEDS[word] for word in sorted(move.needs))
    return [f"`{move.key}`", move.label.zh, code(move.sources), f"`{move.target}`", move.by, "; ".join(only), needs]


def _picture(flow: Flow) -> Iterator[str]:
    """The lines of a state diagram."""
    yield "stateDiagram-v2"
    yield from (f'  state "{stage.label.zh}" as {stage.key}' for stage in flow.stages.values())
    yield f"  [*] --> {flow.first.key}"
    ways: dict[tuple[str, str], list[str]] = {}
    for move in flow.moves:
        for source in move.sources:
            ways.setdefault((source, move.target), []).append(move.label.zh)
    yield from (f"  {source} --> {target}: {'／'.join(labels)}" for (source, target), labels in ways.items())
    yield from (f"  {stage.key} --> [*]" for stage in flow.stages.values() if stage.final)
