"""How consents name services and facts: the catalogue and the vocabulary lie above the package that keeps them."""

from guitai.cases.consent import fact_words, source_words
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import ServiceUnknown
from guitai.consents.words import BEHIND_SOURCE, Naming


def service_title(key: str) -> str:
    """Answer the title citizens know; the key where the service is not published."""
    try:
        return str(catalogue.service(key).title)
    except ServiceUnknown:
        return key


def fact_title(fact: str) -> str:
    source, _dot, gives = fact.partition(".")
    return f"{source_words(source)}{BEHIND_SOURCE}{fact_words(gives)}"


NAMING = Naming(service=service_title, fact=fact_title)
