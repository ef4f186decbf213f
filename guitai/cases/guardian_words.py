"""What a guardian agrees to in the name of her ward, word for word."""

from django.utils.translation import gettext as _

from guitai.accounts.models import Person
from guitai.cases.guardians import KINDS, Asked
from guitai.cases.mandate_words import looked_up
from guitai.core import identifiers, rocdate


def text(asked: Asked, guardian: Person) -> str:
    """Answer the consent, each register named once however many services ask it."""
    wanted = asked.wanted(guardian)
    titles = "、".join(str(service.title) for service in wanted.services)
    ward = {"name": asked.name, "number": identifiers.mask(asked.number)}
    withdrawing = (
        _("4. I may also withdraw an application.")
        if asked.may_withdraw
        else _("4. I do not withdraw an application under this consent.")
    )
    parts = [
        _("I, %(guardian)s, am the guardian of %(name)s (%(number)s), and agree in the name of my ward:")
        % {"guardian": guardian.name, **ward},
        _("1. I apply for my ward for: %(services)s.") % {"services": titles},
        _("2. For these applications the following data of my ward are looked up:"),
        *looked_up(wanted.services),
        _("3. This holds until %(day)s.") % {"day": rocdate.roc_full(wanted.until)},
        withdrawing,
        _("5. I can take this back at any time, at once: on my page, at any counter, or by telephone to the county."),
        _("6. Whatever is looked up and done for my ward is recorded; my ward and I can read it."),
        _("7. I show this paper: %(paper)s.") % {"paper": paper_words(asked)},
    ]
    return "\n".join(parts)


def paper_words(asked: Asked) -> str:
    """Answer the paper in one line: what it is, whose, its number and its day."""
    day = rocdate.roc_full(asked.paper_day)
    return "、".join(filter(None, (str(KINDS[asked.kind]), asked.office, asked.paper_number, day)))
