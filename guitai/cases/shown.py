"""Progress as the page kit shows it."""

from guitai.cases.terms import Progress
from guitai.core.kit import Step, When


def timeline(progress: Progress, *, inside: bool = False) -> list[Step]:
    """Answer what happened, where it stands now, and what to expect; inside the house also what colleagues remarked."""
    past = [
        Step(what=line.words, when=When.DONE, at=line.at, who=line.by, words=line.remarks if inside else "")
        for line in progress.history
    ]
    if progress.is_final:
        return past
    who = " ".join(part for part in (progress.office, progress.responsible) if part)
    by = progress.due_on or progress.promised_on
    return [*past, Step(what=progress.stage, when=When.NOW, by=by, who=who, words=progress.next_words)]
