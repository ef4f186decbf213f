"""A question on a page as it is being answered: what was typed, what is wrong with it, where it came from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from guitai.core import kit
from guitai.core.texts import Text
from guitai.eforms import conditions
from guitai.eforms.kinds.base import Kind
from guitai.eforms.kinds.registry import KINDS
from guitai.eforms.terms import UNKNOWN, Answer, Condition, Option, Prefilled, Question, QuestionType, Raw
from guitai.files.terms import FileView, Upload

FIRST_INPUT = {
    QuestionType.DATE: "year",
    QuestionType.CHOICE: "0",
    QuestionType.CHOICES: "0",
    QuestionType.YES_NO: "0",
    QuestionType.ADDRESS: "county",
    QuestionType.ACCOUNT: "bank",
}
SAYS_ITSELF = frozenset({QuestionType.CHOICE, QuestionType.DATE, QuestionType.YEAR})  # without its question beside it
UNKNOWN_IS_AN_OPTION = frozenset({QuestionType.CHOICE, QuestionType.YES_NO})
YES, NO, DO_NOT_KNOW = Text("是", "Yes"), Text("否", "No"), Text("不知道", "I do not know")


@dataclass(frozen=True)
class ShownOption:
    value: str
    label: str
    hint: str
    checked: bool
    exclusive: bool


@dataclass
class BoundField:
    """One question of a page; templates read it, pages fills it."""

    question: Question
    name: str  # of the input: "born", or "members.0.born" inside a group
    asked: bool = True
    shown: bool = True
    parts: dict[str, list[str]] = field(default_factory=dict)
    answer: Answer | None = None
    unfit: frozenset[str] = frozenset()  # options not worth asking this person about
    error: str = ""
    error_part: str = ""
    is_refused: bool = False  # something sent here could not be kept: say so even before the page is finished
    warnings: list[str] = field(default_factory=list)
    prefilled: Prefilled | None = None
    live: Condition | None = None  # depends on an input of the same page
    live_names: Mapping[str, str] = field(default_factory=dict)  # question -> input name
    live_questions: Mapping[str, Question] = field(default_factory=dict)
    items: "list[BoundItem]" = field(default_factory=list)
    kept: list[FileView] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)

    @property
    def live_words(self) -> str:
        """Answer when to answer this, in words; "" where that is plain."""
        return conditions.words(self.live, self.live_questions) if self.live else ""

    @property
    def template(self) -> str:
        return "eforms/fields/read_only.html" if self.read_only else f"eforms/fields/{self.question.type}.html"

    @property
    def id(self) -> str:
        return "q-" + self.name.replace(".", "-")

    @property
    def anchor(self) -> str:
        """Where the error summary leads: the first input that is wrong."""
        part = self.error_part or FIRST_INPUT.get(self.question.type, "")
        return f"{self.id}-{part}" if part else self.id

    @property
    def options(self) -> "list[ShownOption]":
        """Answer what can be chosen, with yes, no and "I do not know" where the type brings them."""
        given = {option.value: option for option in self.question.options}
        options = list(given.values())
        if self.question.type is QuestionType.YES_NO:
            options = [given.get("yes", Option("yes", YES)), given.get("no", Option("no", NO))]
        if self.question.may_be_unknown and self.question.type in UNKNOWN_IS_AN_OPTION:
            options.append(Option(UNKNOWN, DO_NOT_KNOW))
        return [
            ShownOption(each.value, str(each.label), str(each.hint or ""), each.value in self.chosen, each.exclusive)
            for each in options
            if each.value in self.chosen or each.value not in self.unfit
        ]

    @property
    def item_words(self) -> str:
        return str(self.question.item or self.question.label)

    @property
    def year_autocomplete(self) -> str:
        return self._date_autocomplete("year")

    @property
    def month_autocomplete(self) -> str:
        return self._date_autocomplete("month")

    @property
    def day_autocomplete(self) -> str:
        return self._date_autocomplete("day")

    def _date_autocomplete(self, part: str) -> str:
        """Answer bday-year for bday: browsers know the parts of a birth date."""
        return f"{self.question.autocomplete}-{part}" if self.question.autocomplete else ""

    @property
    def read_only(self) -> bool:
        return self.prefilled is not None and not self.prefilled.editable and not self.is_group

    @property
    def is_group(self) -> bool:
        return self.question.type is QuestionType.GROUP

    @property
    def differs(self) -> bool:
        """Say whether the applicant corrected what the register says."""
        if self.prefilled is None or not self.prefilled.editable or self.is_group:
            return False
        return self.answer is not None and self.answer != self.prefilled.value

    @property
    def value(self) -> str:
        return (self.parts.get("") or [""])[0]

    @property
    def part(self) -> dict[str, str]:
        """Answer what each part shows: field.part.year."""
        return {name: (values or [""])[0] for name, values in self.parts.items()}

    @property
    def chosen(self) -> list[str]:
        return self.parts.get("", [])

    def keep(self, view: FileView) -> None:
        """The stored file belongs to this answer."""
        self.kept.append(view)
        refs = [*self.parts.get("kept", []), view.ref]
        self.parts["kept"] = refs
        if self.asked:
            self.answer = list[Answer](refs)

    @property
    def words(self) -> str:
        return self.in_words(self.answer)

    @property
    def source_words(self) -> str:
        return self.in_words(self.prefilled.value if self.prefilled else None)

    def in_words(self, answer: Answer | None) -> str:
        if answer is None or self.is_group:
            return ""
        if answer == UNKNOWN and self.question.may_be_unknown:
            return str(DO_NOT_KNOW)
        return KINDS[self.question.type].words(self.question, answer)

    @property
    def kind(self) -> Kind:
        return KINDS[self.question.type]

    @property
    def described_by(self) -> str:
        """Answer the ids that describe the input to a screen reader, in the order they stand on the page."""
        ids = [f"{self.id}-hint"] if self.question.hint else []
        ids += [f"{self.id}-when"] if self.live_words else []
        ids += [f"{self.id}-source"] if self.prefilled else []
        ids += [f"{self.id}-error"] if self.error else []
        return " ".join(ids)

    @property
    def when_json(self) -> str:
        """Answer what reveal.js reads; empty where the question does not depend on this page."""
        if self.live is None:
            return ""
        return json.dumps(conditions.as_data(self.live, self.live_names), ensure_ascii=False)


@dataclass
class BoundItem:
    """One item of a group, for example one member of the household."""

    id: str
    prefix: str  # "members.0"
    number: int
    title: str
    removable: bool
    fields: list[BoundField]
    prefilled: Prefilled | None = None

    @property
    def fixed_fields(self) -> list[BoundField]:
        return [bound for bound in self.fields if bound.shown and bound.read_only]

    @property
    def open_fields(self) -> list[BoundField]:
        return [bound for bound in self.fields if bound.shown and not bound.read_only]

    @property
    def asked_fields(self) -> list[BoundField]:
        """Answer what must be answered about somebody a register knows; about anybody else, everything."""
        return [bound for bound in self.open_fields if not self._may_wait(bound)]

    @property
    def other_fields(self) -> list[BoundField]:
        return [bound for bound in self.open_fields if self._may_wait(bound)]

    @property
    def other_is_open(self) -> bool:
        """Say whether something is answered or wrong in what is folded away."""
        return any(bound.error or bound.answer is not None for bound in self.other_fields)

    @property
    def brief(self) -> str:
        """Answer what a register said, in one line."""
        words = (bound.words for bound in self.fixed_fields if bound.question.type in SAYS_ITSELF)
        return " · ".join(each for each in words if each)

    def _may_wait(self, bound: BoundField) -> bool:
        return self.prefilled is not None and (not bound.question.required or bound.question.when is not None)


@dataclass
class BoundPage:
    """A page with what was answered on it; show it with eforms/page_fields.html as page=."""

    key: str
    title: str
    intro: str
    fields: list[BoundField]
    is_posted: bool
    answers: dict[str, Answer] = field(default_factory=dict)
    raw: Raw = field(default_factory=dict)
    restructured: bool = False  # an item was added to or taken from a group: show the page again
    revision: int = 0
    conflicts: "list[Conflict]" = field(default_factory=list)
    is_saved: bool = False

    @property
    def shown_fields(self) -> list[BoundField]:
        return [bound for bound in self.fields if bound.shown]

    def all_fields(self) -> list[BoundField]:
        """Answer the fields with those inside groups, in the order of the page."""
        result: list[BoundField] = []
        for bound in self.fields:
            result.append(bound)
            result.extend(inner for item in bound.items for inner in item.fields)
        return result

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Answer (anchor, words) for the summary on top."""
        return [(bound.anchor, bound.error) for bound in self.all_fields() if bound.error]

    @property
    def warnings(self) -> list[str]:
        return [words for bound in self.all_fields() for words in bound.warnings]

    @property
    def problems(self) -> list[kit.Problem]:
        """Answer what kit/error_summary.html shows."""
        return [kit.Problem(words, anchor) for anchor, words in self.errors]

    def is_valid(self) -> bool:
        return self.is_posted and not self.restructured and not self.errors

    @property
    def may_go_on(self) -> bool:
        """Say whether the next page may come: all is right, nothing needs a second look, no other tab was faster."""
        return self.is_valid() and not self.warnings and not self.conflicts

    @property
    def has_uploads(self) -> bool:
        return any(bound.question.type is QuestionType.ATTACHMENT for bound in self.all_fields())


@dataclass(frozen=True)
class Conflict:
    """This page and another tab or device answered the same question differently."""

    label: str
    kept: str
    typed: str
