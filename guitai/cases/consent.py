"""The words of the consent, made from what the service declares: nothing is looked up that does not stand here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from guitai.catalogue.citations import cite
from guitai.catalogue.terms import Service
from guitai.core.texts import Text
from guitai.facts import queries as vocabulary
from guitai.gateways.declaration import About, Item

SOURCE_WORDS: dict[str, str | Promise] = {
    "household_register": gettext_lazy("Household register"),
    "tax": gettext_lazy("Tax office"),
    "insurance": gettext_lazy("Labour insurance"),
    "pension_insurer": gettext_lazy("National pension insurer"),
    "welfare": gettext_lazy("Welfare and disability register"),
    "welfare_precheck": gettext_lazy("Welfare system"),
    "bank": gettext_lazy("Your bank"),
    "identity": gettext_lazy("Your proof of identity"),
    "declared": gettext_lazy("Stated by the applicant"),
    "immigration": gettext_lazy("Immigration records"),
}
GIVES_WORDS: dict[str, str | Promise] = {
    "persons": gettext_lazy("your family and household"),
    "residence": gettext_lazy("where you are registered"),
    "work": gettext_lazy("work and pay"),
    "other_income": gettext_lazy("other income"),
    "assets": gettext_lazy("property"),
    "tax_year": gettext_lazy("tax year"),
    "insured": gettext_lazy("whether you are insured"),
    "unpaid_months": gettext_lazy("unpaid months"),
    "receives": gettext_lazy("benefits received"),
    "holder_matches": gettext_lazy("whether the account is yours (yes or no)"),
}


@dataclass(frozen=True)
class Line:
    """One look-up: whom we ask, for what, on what ground."""

    source: str
    what: str
    ground: str


def lines(service: Service) -> list[Line]:
    """Answer one line for each source about the applicant, and one for the family, whom the law counts."""
    own = [item for item in service.data.items if item.about is About.APPLICANT]
    family = [item for item in service.data.items if item.about is not About.APPLICANT]
    found = [Line(source_words(item.source), _what([item]), _ground([item], service)) for item in own]
    if family:
        sources = "、".join(dict.fromkeys(source_words(item.source) for item in family))
        found.append(Line(sources, _what(family), _ground(family, service)))
    return found


def text(service: Service) -> str:
    """Answer the consent word for word as the page shows it in Chinese, to be kept with its hash."""
    with override("zh-hant"):
        listed = "\n".join(f"{line.source}：{line.what}（{line.ground}）" for line in lines(service))
        return f"{service.title.zh}\n{listed}\n" + _(
            "I agree that these data about me are looked up for this application."
        )


def source_words(source: str) -> str:
    return str(SOURCE_WORDS.get(source, source))


def gap_sentence(source: str) -> str:
    return _("%(source)s does not answer at the moment. You can go on; we keep asking.") % {
        "source": source_words(source)
    }


def _what(items: list[Item]) -> str:
    return "、".join(dict.fromkeys(fact_words(name) for item in items for name in item.gives))


def fact_words(name: str) -> str:
    """Answer what a register gives, in the reader's words."""
    if name in GIVES_WORDS:
        return str(GIVES_WORDS[name])
    words = vocabulary.vocabulary(vocabulary.services_folder())
    fact = words.person.get(name) or words.case.get(name)
    return str(Text(fact.zh, fact.en)) if fact else name


def _ground(items: list[Item], service: Service) -> str:
    if all(item.needs_consent for item in items):
        return _("about you, with your consent")
    own = items[0].about is About.APPLICANT
    who = _("about you") if own else _("about the family members the law counts")
    articles = sorted({article for item in items for article in item.basis if not item.needs_consent})
    return _("%(who)s, by law: %(articles)s") % {
        "who": who,
        "articles": "、".join(cite(article, service.law) for article in articles),
    }
