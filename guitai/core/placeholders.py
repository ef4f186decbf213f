"""Places for values in texts that officials write: ``{{ name }}`` and nothing else, so a text can never run."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from guitai.core.terms import PlaceholderUnknown

PLACE = re.compile(r"\{\{\s*([^\W\d][\w.]*)\s*\}\}")


def names(text: str) -> set[str]:
    """Answer the names of all values that the text asks for."""
    return set(PLACE.findall(text))


def fill(text: str, data: Mapping[str, str]) -> str:
    """Answer the text with every value in its place; braces inside a value stay as they are."""
    for name in sorted(names(text)):
        if name not in data:
            raise PlaceholderUnknown(_("The text asks for “%(name)s”, which is not known here.") % {"name": name})
    return PLACE.sub(lambda found: data[found[1]], text)
