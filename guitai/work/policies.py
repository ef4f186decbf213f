"""Who may make which move, when: pure functions over the table of moves."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from guitai.work.flow import Move, Stage
from guitai.work.terms import Desk, Mover, MoveRefused, WaitsFor


def check_move(
    move: Move, *, stage: Stage, desk: Desk | None, mover: Mover, hands: Mapping[str, frozenset[str]]
) -> None:
    """Pass when this mover may make this move now; else raise MoveRefused with the reason.

    ``desk`` is where the task lies; ``hands`` says who made each earlier move of this item.
    """
    if stage.key not in move.sources:
        raise MoveRefused(_("This step is not possible at the present stage of the case."))
    if move.by is not mover.kind:
        raise MoveRefused(_("This step is not yours to make."))
    if move.by is WaitsFor.OFFICE and desk not in mover.desks:
        raise MoveRefused(_("This case lies at another desk."))
    earlier = frozenset().union(*(hands.get(key, frozenset()) for key in move.not_by_who))
    if mover.ref in earlier:
        raise MoveRefused(_("Whoever proposed the decision cannot approve it; a colleague has to."))


def may_move(move: Move, *, stage: Stage, desk: Desk | None, mover: Mover, hands: Mapping[str, frozenset[str]]) -> bool:
    try:
        check_move(move, stage=stage, desk=desk, mover=mover, hands=hands)
    except MoveRefused:
        return False
    return True
