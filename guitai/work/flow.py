"""A flow is data: stages, moves between them, who may, and by when. See docs/reference/flows.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from guitai.core.texts import Text
from guitai.work.terms import FlowWrong, Outcome, WaitsFor

NEEDS = frozenset({"reasons", "award", "supplement", "agency", "correction"})
BACK, SAME = "back", "same"  # targets: where the item came from; where it stands


@dataclass(frozen=True)
class Stage:
    key: str
    label: Text
    waits_for: WaitsFor
    office: str = ""
    role: str = ""
    working_days: int | None = None
    stands_still: bool = False
    final: Outcome | None = None
    tells: Text | None = None


@dataclass(frozen=True)
class Move:
    """One row of the table of moves; ``when`` are the conditions under which the system makes it by itself.

    ``office`` and ``role`` say who may make it where no task lies. ``term_days`` is the applicant's term for it in
    calendar days, counted from the closing.
    """

    key: str
    label: Text
    sources: tuple[str, ...]
    target: str
    by: WaitsFor
    when: tuple[str, ...] = ()
    not_by_who: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    proposes: Outcome | None = None
    outcome: Outcome | None = None
    office: str = ""
    role: str = ""
    term_days: int | None = None


@dataclass(frozen=True)
class Aftermath:
    """What leaves the house by a move, or at a stage however reached: keys of a letter and a notice of the service."""

    letter: str = ""
    notice: str = ""


@dataclass(frozen=True)
class Flow:
    stages: Mapping[str, Stage]
    moves: tuple[Move, ...]
    offices: Mapping[str, str]
    after: Mapping[str, Aftermath]

    @property
    def first(self) -> Stage:
        return next(iter(self.stages.values()))

    def moves_from(self, stage: str) -> list[Move]:
        return [move for move in self.moves if stage in move.sources]

    def aftermath(self, *, stage: str, move: Move | None = None) -> Aftermath | None:
        """Answer what leaves the house: what the move orders before what its stage does.

        A stage that is not reached anew does not say again what it said.
        """
        if move is None or move.target not in (BACK, SAME):
            return self.after.get(move.key if move else "") or self.after.get(stage)
        return self.after.get(move.key)

    def move(self, key: str) -> Move:
        found = next((move for move in self.moves if move.key == key), None)
        if found is None:
            raise FlowWrong(f"moves: there is no move {key!r}")
        return found


def read_flow(raw: Mapping[str, Any], *, conditions: Iterable[str]) -> Flow:
    """Answer the flow; ``conditions`` are the words a ``when`` may use. Raises FlowWrong with the place."""
    try:
        stages = {stage.key: stage for stage in map(_stage, raw["stages"])}
        moves = tuple(map(_move, raw["moves"]))
        after = {key: Aftermath(**given) for key, given in raw.get("after", {}).items()}
    except (KeyError, TypeError, ValueError) as wrong:
        raise FlowWrong(f"flow: {wrong}") from wrong
    flow = Flow(stages=stages, moves=moves, offices=raw.get("offices", {}), after=after)
    for problem in _problems(flow, frozenset(conditions)):
        raise FlowWrong(problem)
    return flow


def _stage(raw: Mapping[str, Any]) -> Stage:
    final = Outcome(raw["final"]) if "final" in raw else None
    return Stage(
        key=raw["key"],
        label=Text.read(raw["label"]),
        waits_for=WaitsFor.NOBODY if final else WaitsFor(raw["waits_for"]),
        office=raw.get("office", ""),
        role=raw.get("role", ""),
        working_days=raw.get("clock", {}).get("working_days"),
        stands_still=raw.get("clock", {}).get("stands_still", False),
        final=final,
        tells=Text.read(raw["tells"]) if "tells" in raw else None,
    )


def _move(raw: Mapping[str, Any]) -> Move:
    return Move(
        key=raw["key"],
        label=Text.read(raw["label"]),
        sources=tuple(raw["from"]),
        target=raw["to"],
        by=WaitsFor(raw["by"]),
        when=tuple(raw.get("when", ())),
        not_by_who=tuple(raw.get("not_by_who", ())),
        needs=frozenset(raw.get("needs", ())),
        proposes=Outcome(raw["proposes"]) if "proposes" in raw else None,
        outcome=Outcome(raw["outcome"]) if "outcome" in raw else None,
        office=raw.get("office", ""),
        role=raw.get("role", ""),
        term_days=raw.get("term", {}).get("days"),
    )


def _problems(flow: Flow, conditions: frozenset[str]) -> Iterable[str]:
    yield from _stage_problems(flow)
    for move in flow.moves:
        yield from _move_problems(flow, move, conditions)
    for key in flow.after.keys() - flow.stages.keys() - {move.key for move in flow.moves}:
        yield f"after.{key}: there is no such stage or move"


def _stage_problems(flow: Flow) -> Iterable[str]:
    reached = {flow.first.key} | {move.target for move in flow.moves}
    for stage in flow.stages.values():
        if stage.key not in reached:
            yield f"stages.{stage.key}: no move leads here"
        ways_out = [move for move in flow.moves_from(stage.key) if move.target != stage.key]
        if not ways_out and not stage.final:
            yield f"stages.{stage.key}: a stage is either final or has a move that leads out"
        if stage.final and any(move.by is WaitsFor.SYSTEM for move in ways_out):
            yield f"stages.{stage.key}: nobody but people may open a closed case again"
        if stage.waits_for is WaitsFor.OFFICE and not (stage.role and stage.office in flow.offices):
            yield f"stages.{stage.key}: name its office (one of offices) and its role"
        if not stage.final and not any(move.by is stage.waits_for for move in ways_out):
            yield f"stages.{stage.key}: waits for {stage.waits_for}, who has no move here"


def _move_problems(flow: Flow, move: Move, conditions: frozenset[str]) -> Iterable[str]:
    place = f"moves.{move.key}"
    keys = [other.key for other in flow.moves]
    if keys.count(move.key) > 1:
        yield f"{place}: two moves have this name"
    for stage in {*move.sources, move.target} - flow.stages.keys() - {BACK, SAME}:
        yield f"{place}: there is no stage {stage!r}"
    for other in set(move.not_by_who) - set(keys):
        yield f"{place}.not_by_who: there is no move {other!r}"
    for word in set(move.when) - conditions:
        yield f"{place}.when: {word!r} is not one of {', '.join(sorted(conditions))}"
    for word in move.needs - NEEDS:
        yield f"{place}.needs: {word!r} is not one of {', '.join(sorted(NEEDS))}"
    if move.target in flow.stages and flow.stages[move.target].final is not move.outcome:
        yield f"{place}: its outcome and the final stage {move.target!r} differ"
    closed = any(flow.stages[stage].final for stage in move.sources if stage in flow.stages)
    if move.by is WaitsFor.OFFICE and closed and not (move.role and move.office in flow.offices):
        yield f"{place}: name the office (one of offices) and the role that may make it, since no task lies there"
