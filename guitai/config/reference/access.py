"""access.md: every address with who comes in, read from the pages themselves, and the rules that judge row by row."""

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType

from django.urls import URLPattern, URLResolver, get_resolver

from guitai.accounts import policies as accounts
from guitai.accounts.access import Access, Gate, access_of
from guitai.accounts.terms import Role
from guitai.cases import acting, impartial
from guitai.cases import policies as cases
from guitai.config.reference.markdown import head, table
from guitai.consents import policies as consents
from guitai.desk import policies as desk
from guitai.gateways import policies as gateways
from guitai.work import policies as work

WORDS = (
    "`tests/security/routes.py` says the same by hand; the matrix of probes knocks at every address by every method",
    "as everybody, and fails on any difference. What is foreign answers as what is absent: 404, the same page.",
)
JUDGES: tuple[ModuleType, ...] = (accounts, consents, gateways, work, cases, impartial, acting, desk)
LIBRARY = "allauth"


def page() -> str:
    found = sorted(_pages(get_resolver()), key=lambda each: each[0])
    citizens = [each for each in found if each[2].gate is not Gate.POST]
    posts = [each for each in found if each[2].gate is Gate.POST]
    roles = tuple(Role)
    return "\n".join(
        [
            head("Who may open what", "the decorators of the pages and the policies", *WORDS),
            "## Pages of citizens and of everybody\n",
            table(
                ["page", "address", "who comes in"],
                ([f"`{name}`", f"`{at}`", _who(access, view)] for name, at, access, view in citizens),
            ),
            "## Pages of posts\n",
            table(
                ["page", "address", *(role.value for role in roles)],
                (
                    [f"`{name}`", f"`{at}`", *("●" if role in access.roles else "" for role in roles)]
                    for name, at, access, _view in posts
                ),
            ),
            "## Rules row by row\n",
            table(["rule", "says"], _rules()),
        ]
    )


Page = tuple[str, str, Access, Callable[..., object]]


def _pages(resolver: URLResolver, space: str = "", at: str = "/") -> Iterator[Page]:
    """Every page of production with its address."""
    for each in resolver.url_patterns:
        place = at + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", place, access_of(each.callback), each.callback
        elif each.namespace != "demo":
            yield from _pages(each, f"{space}{each.namespace}:" if each.namespace else space, place)


def _who(access: Access, view: Callable[..., object]) -> str:
    """Sign-in and second factor are the library's: it lets everybody in to their own account only."""
    return "everybody, each to the own account" if view.__module__.startswith(LIBRARY) else str(access.gate)


def _rules() -> Iterator[tuple[str, str]]:
    """Every rule with the first line of what it says of itself; a rule that says nothing is told by its name."""
    for module in JUDGES:
        for name, rule in inspect.getmembers(module, inspect.isfunction):
            says = inspect.getdoc(rule)
            if rule.__module__ == module.__name__ and not name.startswith("_") and says:
                yield f"`{module.__name__.removeprefix('guitai.')}.{name}`", says.split("\n")[0]
