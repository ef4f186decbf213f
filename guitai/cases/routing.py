"""Where a case goes without anybody's hand: the meaning of each word a flow's ``when`` may use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guitai.cases.terms import Difference, Piece
from guitai.rules.terms import Verdict
from guitai.work.flow import Flow, Move
from guitai.work.terms import WaitsFor


@dataclass(frozen=True)
class Standing:
    """What is known of a case when the system looks for its next move."""

    verdict: Verdict
    gaps: tuple[Piece, ...]
    waiting_gaps: tuple[Piece, ...]
    differences: tuple[Difference, ...]
    status_in_register: bool
    supplement_overdue: bool = False
    supplement_unclear: bool = False


CONDITIONS: Mapping[str, Callable[[Standing], bool]] = {
    "verdict_eligible": lambda standing: standing.verdict is Verdict.ELIGIBLE,
    "verdict_not_eligible": lambda standing: standing.verdict is Verdict.NOT_ELIGIBLE,
    "no_gaps": lambda standing: not standing.gaps,
    "no_differences": lambda standing: not standing.differences,
    # A low-income status or a disability certificate decides by itself: the law leaves nothing to weigh.
    "status_in_register": lambda standing: standing.status_in_register,
    # Waiting helps only where the gap leaves the verdict open.
    "supplement_overdue": lambda standing: standing.supplement_overdue,
    "supplement_unclear": lambda standing: standing.supplement_unclear,
    "gap_to_wait_for": lambda standing: bool(standing.waiting_gaps) and standing.verdict is Verdict.UNDETERMINED,
}


def next_move(flow: Flow, stage: str, standing: Standing) -> Move | None:
    """Answer the first move of the table that the system may make now; None where people have to act."""
    own = (move for move in flow.moves_from(stage) if move.by is WaitsFor.SYSTEM)
    return next((move for move in own if all(CONDITIONS[word](standing) for word in move.when)), None)
