"""flows.md: the stages and moves of every service, as a table and as a picture."""

from collections.abc import Iterator
from pathlib import Path

from guitai.catalogue.terms import Service
from guitai.config.reference import folders
from guitai.config.reference.flow_words import KEYS, MEANINGS, NEEDS
from guitai.config.reference.markdown import code, head, table
from guitai.work.flow import Flow, Move, Stage


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
