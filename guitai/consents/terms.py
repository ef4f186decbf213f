"""Words of this package: on what ground somebody may be asked about, and why a consent was refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Consented:
    """The person agreed; the consent says to what."""

    consent_id: str

    kind = "consent"

    @property
    def reference(self) -> str:
        return self.consent_id


@dataclass(frozen=True)
class Statute:
    """The law says so: ``D0050167 §13``, the number of the law and the article."""

    article: str

    kind = "statute"

    @property
    def reference(self) -> str:
        return self.article


Basis = Consented | Statute


class ConsentRefused(Exception):
    """The consent cannot be given or taken back like this; the sentence says why."""
