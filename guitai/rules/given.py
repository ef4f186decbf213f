"""What follows from a result that was given by hand: its figures, by the law and the amounts of the day."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from guitai.rules.evaluator import Frame
from guitai.rules.household import Household
from guitai.rules.rulebook import Rulebook
from guitai.rules.situation import Situation
from guitai.rules.syntax import Literal


def figure(rulebook: Rulebook, situation: Situation, name: str, *, given: Decimal) -> Fraction | int | None:
    """Answer one output of the rules as it is when they give this result; None while an amount for it is unknown."""
    law = rulebook.law_on(situation.on)
    result = Fraction(given)
    if name == law.gives:
        return result
    chosen = replace(law, case={**law.case, law.gives: Literal(result)})
    household = Household(situation, rulebook.parameters)
    frame = Frame(household, case=chosen.case, person=chosen.person, days=chosen.days)
    found = frame.of_case(f"outputs.{name}") if name in law.outputs else None
    return found if isinstance(found, int | Fraction) else None
