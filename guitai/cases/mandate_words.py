"""The words of a consent that lets somebody act: short enough to be read aloud, and kept as they were shown."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from guitai.cases.consent import fact_words, source_words
from guitai.cases.terms import Wanted
from guitai.catalogue.citations import cite
from guitai.catalogue.terms import Service
from guitai.consents.terms import Capacity, Representative
from guitai.core import identifiers, rocdate
from guitai.gateways.declaration import About, Item


def text(wanted: Wanted) -> str:
    """Answer the consent word for word, each register named once however many services ask it."""
    other = wanted.representative
    titles = "、".join(str(service.title) for service in wanted.services)
    who = {"name": wanted.name, "number": identifiers.mask(wanted.number)}
    withdrawing = (
        _("4. My representative may also withdraw an application.")
        if other.may_withdraw
        else _("4. My representative may not withdraw an application; only I can.")
    )
    parts = [
        _("I, %(name)s (%(number)s), agree to the following.") % who,
        _("1. %(who)s applies for me for: %(services)s.") % {"who": called(other), "services": titles},
        _("2. For these applications the following data are looked up:"),
        *looked_up(wanted.services),
        _("3. This holds until %(day)s.") % {"day": rocdate.roc_full(wanted.until)},
        withdrawing,
        _("5. I can take this back at any time, at once: on my page, at any counter, or by telephone to the county."),
        _("6. Whatever is looked up and done for me is recorded, and I can read it."),
    ]
    return "\n".join(parts)


def called(other: Representative) -> str:
    as_what = {
        Capacity.AGENT: _("agent of the office"),
        Capacity.RELATIVE: _("my %(relation)s") % {"relation": other.relation},
        Capacity.GUARDIAN: _("my guardian"),
    }
    return _("%(name)s (%(as_what)s)") % {"name": other.name, "as_what": as_what[other.capacity]}


def looked_up(services: Sequence[Service]) -> Iterator[str]:
    """Answer a line for each register asked about herself, and one for the family whom the law counts."""
    own = [item for service in services for item in service.data.items if item.about is About.APPLICANT]
    family = [item for service in services for item in service.data.items if item.about is not About.APPLICANT]
    for source in dict.fromkeys(item.source for item in own):
        what = _what(item for item in own if item.source == source)
        yield _("- %(source)s: %(what)s") % {"source": source_words(source), "what": what}
    if family:
        yield _("- of the family members the law counts, at %(sources)s: %(what)s (%(articles)s)") % {
            "sources": "、".join(dict.fromkeys(source_words(item.source) for item in family)),
            "what": _what(family),
            "articles": _articles(services),
        }


def _what(items: Iterable[Item]) -> str:
    return "、".join(dict.fromkeys(fact_words(name) for item in items for name in item.gives))


def _articles(services: Sequence[Service]) -> str:
    cited = (
        cite(article, service.law)
        for service in services
        for item in service.data.items
        if item.about is not About.APPLICANT
        for article in item.basis
    )
    return "、".join(dict.fromkeys(cited))
