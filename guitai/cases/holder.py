"""Is the account the applicant's? Asked of the bank before sending, as a clerk would look at the passbook."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guitai.cases import queries
from guitai.cases.evidence import ASKED_WITH_DETAILS, Asking, Details, ask
from guitai.cases.household import SELF
from guitai.cases.terms import Piece
from guitai.catalogue.terms import Service
from guitai.eforms.terms import Form, Problem, QuestionType

Answers = Mapping[str, Any]


class NotAsked(Exception):
    """The answers name an account about which the bank has to be asked first."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        super().__init__("The bank was not asked about this account.")


def unasked(service: Service, answers: Answers, pieces: list[Piece]) -> bool:
    """Tell whether the bank knows nothing yet of an account the answers name."""
    wanted = any(item.source in ASKED_WITH_DETAILS for item in service.data.items)
    return wanted and any(not _replies(pieces, details) for _page, _key, details in _accounts(service.form, answers))


def ask_bank(asking: Asking, answers: Answers) -> None:
    """The bank was asked once about each account the answers name; a bank that is silent holds nobody up."""
    pieces = queries.pieces(asking.application)
    for item in asking.service.data.items:
        if item.source in ASKED_WITH_DETAILS:
            for _page, _question, details in _accounts(asking.service.form, answers):
                if not _replies(pieces, details):
                    ask(asking, item, SELF, asking.number, details)


def problems(form: Form, answers: Answers, pieces: list[Piece]) -> list[Problem]:
    """Answer the accounts that are somebody else's, where the bank said so."""
    words = _("The bank says that this account is not yours. Check the number, or give an account of your own.")
    return [
        Problem(page, question, words)
        for page, question, details in _accounts(form, answers)
        if any(reply["holder_matches"] is False for reply in _replies(pieces, details))
    ]


def _accounts(form: Form, answers: Answers) -> Iterator[tuple[str, str, Details]]:
    for page in form.pages:
        for question in page.questions:
            answer = answers.get(question.key)
            if question.type is QuestionType.ACCOUNT and isinstance(answer, dict):
                yield page.key, question.key, {"bank": str(answer["bank"]), "account": str(answer["number"])}


def _replies(pieces: list[Piece], details: Details) -> list[Mapping[str, Any]]:
    """Answer what the bank said about this very account."""
    return [
        piece.facts
        for piece in pieces
        if piece.facts and piece.source in ASKED_WITH_DETAILS and details.items() <= piece.facts.items()
    ]
