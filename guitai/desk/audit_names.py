"""What the keys in the audit are called: services by their title, moves and the notices and letters after them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guitai.audit.purposes import table
from guitai.catalogue import queries as catalogue
from guitai.catalogue.citations import LAW, cite_for_reader
from guitai.catalogue.terms import LawReference
from guitai.core.texts import Text

BY_LAW = "statute:"  # before an article, where a basis may also be a consent
DECIDED = "decided_"  # the notice after a move is called after it


@dataclass(frozen=True)
class Known:
    """Keys with their words; what is not known is shown as it is stored."""

    services: Mapping[str, Text] = field(default_factory=dict)
    moves: Mapping[str, Text] = field(default_factory=dict)
    purposes: Mapping[str, Text] = field(default_factory=dict)
    laws: tuple[LawReference, ...] = ()

    def ground(self, purpose: str, basis: str) -> str:
        known = {**self.purposes, **self.moves, **self.services}
        words = (
            str(known.get(each.removeprefix(DECIDED), "")) or self.cited(each) for each in (purpose, basis) if each
        )
        return " ".join(words)

    def cited(self, basis: str) -> str:
        """Answer the article as officials write it; what is no article stays as it is stored."""
        because = basis.removeprefix(BY_LAW)
        return cite_for_reader(because, self.laws) if LAW.match(because) else basis


def known() -> Known:
    """Answer the names that the services of today give their keys."""
    services = catalogue.services()
    moves = {move.key: move.label for service in services for move in service.flow.moves}
    purposes = {key: purpose.words for key, purpose in table().purposes.items()}
    return Known({service.key: service.title for service in services}, moves, purposes, catalogue.laws())
