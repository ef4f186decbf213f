"""A line of the list as it is drawn: what chooses its drawing, and what is filled in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from guitai.core.stencil import Fixed
from guitai.core.templatetags.days import day
from guitai.desk.worklist import WorkRow

ANY_CASE = "0000-0000-0000"


@dataclass(frozen=True)
class DrawnRow:
    fixed: Fixed
    values: dict[str, str]


def drawn(rows: Iterable[WorkRow], *, hand_words: str, ticked: Collection[int] | None = None) -> list[DrawnRow]:
    """Answer the lines for ``desk/list_row.html``; where nothing can be chosen, ``ticked`` is None."""
    before, after = reverse("desk:case", args=[ANY_CASE]).split(ANY_CASE)
    choosable = () if ticked is None else ticked
    return [
        DrawnRow(
            (
                ("choosable", ticked is not None),
                ("can_be_chosen", row.task is not None),
                ("ticked", row.task in choosable),
                ("has_term", row.due.on is not None),
                ("tone", str(row.due.tone)),
                ("due_words", str(row.due.words)),
                ("stage", row.stage),
                ("service", row.service),
                ("hand_words", hand_words),
                ("has_stand_in", bool(row.stands_in)),
            ),
            {
                "task": str(row.task),
                "reference": row.reference,
                "url": f"{before}{row.reference}{after}",
                "applicant": row.applicant,
                "submitted": day(row.submitted),
                "due": day(row.due.on),
                "taken": row.taken or "—",
                "stands_in": row.stands_in,
            },
        )
        for row in rows
    ]
