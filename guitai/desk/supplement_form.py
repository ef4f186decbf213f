"""What an officer marks for correction: every question of the case as a row, read from what was posted or kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from guitai.cases.models import Supplement
from guitai.cases.supplements import queries, reasons
from guitai.cases.supplements.markable import Markable, MarkablePage
from guitai.cases.supplements.reasons import Reason
from guitai.cases.supplements.terms import LONGEST, LONGEST_WORDS, MOST_PAPERS, OWN_WORDS, SHORTEST, Kind, Mark, Request
from guitai.core.kit import Problem
from guitai.core.numbers import whole
from guitai.core.texts import Text
from guitai.files.terms import FileView

LONGEST_LABEL = 60


@dataclass
class MarkRow:
    """One thing that can be marked, and what was typed beside it."""

    id: str
    path: str
    kind: Kind
    label: Text
    said: str = ""
    files: tuple[FileView, ...] = ()
    checked: bool = False
    reason: str = ""
    words: str = ""
    error: str = ""

    @property
    def reasons(self) -> list[Reason]:
        return reasons.for_kind(self.kind)

    @property
    def mark(self) -> Mark:
        return Mark(self.path, self.kind, self.label, self.reason, self.words)


@dataclass
class RowPage:
    """The rows of one page of the form; ``others`` were not asked or not answered."""

    title: str
    asked: list[MarkRow]
    others: list[MarkRow]

    @property
    def others_open(self) -> bool:
        return any(row.checked for row in self.others)


@dataclass
class MarkForm:
    pages: list[RowPage]
    papers: list[MarkRow]
    days: str
    why_again: str
    is_second: bool
    days_error: str = ""
    why_error: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> list[MarkRow]:
        return [row for page in self.pages for row in (*page.asked, *page.others)] + self.papers

    def request(self) -> Request:
        """Answer what is kept, right or wrong: nothing typed is lost."""
        marks = tuple(row.mark for row in self.rows if row.checked)
        return Request(marks, min(whole(self.days) or 0, LONGEST + 1), self.why_again)

    def check(self) -> None:
        """Every mark has its reason, and the term is one that may be set; ``problems`` says what is not so."""
        marked = [row for row in self.rows if row.checked]
        for row in marked:
            row.error = _missing(row)
        days = whole(self.days)
        if days is None or not SHORTEST <= days <= LONGEST:
            words = _("The term is between %(least)s and %(most)s working days.")
            self.days_error = words % {"least": SHORTEST, "most": LONGEST}
        if self.is_second and not self.why_again.strip():
            self.why_error = _("Write down why something has to be asked a second time.")
        self.problems = [Problem(f"{row.label}：{row.error}", f"{row.id}-reason") for row in marked if row.error]
        if not marked:
            self.problems.append(Problem(_("Mark at least one thing that has to be corrected."), "marks"))
        self.problems += [Problem(self.days_error, "days")] if self.days_error else []
        self.problems += [Problem(self.why_error, "why_again")] if self.why_error else []


def kept(pages: Sequence[MarkablePage], draft: Supplement | None, *, days: int, is_second: bool) -> MarkForm:
    """Answer the form as it was left, or empty."""
    marks = {mark.path: mark for mark in queries.marks_of(draft)} if draft else {}
    form = _empty(pages, is_second=is_second)
    for row in form.rows:
        if found := marks.get(row.path):
            row.checked, row.reason, row.words, row.label = True, found.reason, found.words, found.label
    form.days = str(draft.working_days if draft else days)
    form.why_again = draft.why_again if draft else ""
    return form


def posted(pages: Sequence[MarkablePage], data: QueryDict, *, is_second: bool) -> MarkForm:
    """Answer the form with what was typed; nothing of the request is believed but paths that can be marked."""
    form = _empty(pages, is_second=is_second)
    marked = set(data.getlist("mark"))
    for row in form.rows:
        row.reason = data.get(f"reason:{row.path}", "")
        row.words = _line(data.get(f"words:{row.path}", ""), LONGEST_WORDS)
        row.checked = row.path in marked
    for row in form.papers:
        row.label = Text(_line(data.get(f"label:{row.path}", ""), LONGEST_LABEL))
        row.checked = bool(row.label.zh or row.words)
    form.days = data.get("days", "").strip()[:5]
    form.why_again = data.get("why_again", "").replace("\x00", "")[:2000]
    return form


def _empty(pages: Sequence[MarkablePage], *, is_second: bool) -> MarkForm:
    numbers = iter(range(1, 10_000))
    rows = [
        RowPage(
            page.title,
            [_row(each, next(numbers)) for each in page.asked],
            [_row(e, next(numbers)) for e in page.others],
        )
        for page in pages
    ]
    papers = [
        MarkRow(f"p{n}", f"paper/{n}", Kind.PAPER, Text(""), reason="not_answered") for n in range(1, MOST_PAPERS + 1)
    ]
    return MarkForm(rows, papers, days="", why_again="", is_second=is_second)


def _row(each: Markable, number: int) -> MarkRow:
    return MarkRow(f"r{number}", each.path, each.kind, each.label, each.words, each.files)


def _missing(row: MarkRow) -> str:
    known: Mapping[str, Reason] = {reason.key: reason for reason in row.reasons}
    if not row.label.zh:
        return _("Name the paper.")
    if row.reason not in known:
        return _("Choose a reason.")
    if row.reason == OWN_WORDS and not row.words:
        return _("Write the reason in your own words.")
    return ""


def _line(typed: str, most: int) -> str:
    return " ".join(typed.replace("\x00", "").split())[:most]
