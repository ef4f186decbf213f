"""May this be asked at all? Purpose, basis and wish, judged before anything leaves; pure, tested as a table."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from guitai.consents.terms import Consented, Statute
from guitai.gateways.connectors.contract import Connector
from guitai.gateways.connectors.registry import wanted
from guitai.gateways.declaration import DataDeclaration
from guitai.gateways.terms import Inquiry, NoBasis, NotDeclared

ARTICLE = re.compile(r"[A-Z]\d{7} §\d+(-\d+)?( .+)?")  # the law's number, the article, perhaps the paragraph


def check(
    inquiry: Inquiry,
    connector: Connector | None,
    *,
    declaration: DataDeclaration | None,
    consent_covers: Callable[[str], bool],
    is_the_subject: Callable[[], bool],
) -> None:
    """Return when the question may be asked; raise NoBasis or NotDeclared with the sentence that says why not."""
    if connector is None or not set(inquiry.gives) <= connector.gives:
        raise NotDeclared(_("This source does not give what is wanted."))
    if not inquiry.purpose.strip():
        raise NoBasis(_("Nobody may be asked about without a purpose."))
    if declaration is not None and not declaration.covers(inquiry):
        raise NotDeclared(_("The service has not declared that it asks this, for this purpose, on this basis."))
    match inquiry.basis:
        case Statute(article=article) if ARTICLE.fullmatch(article):
            return
        case Consented() if inquiry.service and all(map(consent_covers, fact_names(inquiry))) and is_the_subject():
            return
        case Consented():
            raise NoBasis(_("There is no valid consent of this person for this question."))
        case _:
            raise NoBasis(_("Nobody may be asked about without a law or a consent."))


def fact_names(inquiry: Inquiry) -> tuple[str, ...]:
    """What a consent must name: ``tax.work``, ``tax.assets``, …"""
    return tuple(f"{inquiry.source}.{fact}" for fact in wanted(inquiry))
