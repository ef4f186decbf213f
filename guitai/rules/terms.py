"""Words of judging: what a verdict is, what a condition says, and what can be wrong with a rule."""

from enum import StrEnum

from guitai.facts.terms import Unreadable

__all__ = ["RuleWrong", "Unreadable", "Verdict"]


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"


class RuleWrong(Exception):
    """A rule does not say something that can be judged; becomes Unreadable where file and line are known."""

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.name = problem, remedy, ""

    def inside(self, name: str) -> "RuleWrong":
        """The same error, naming the innermost value it is in."""
        self.name = self.name or name
        return self
