"""Who stands on the demo's page: citizens and officials, each with what she shows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guitai.config import demo
from guitai.config.demo_people import name_of


@dataclass(frozen=True)
class Face:
    """One line of the page: who it is, and what she shows."""

    email: str
    name: str
    shows: str


@dataclass(frozen=True)
class Office:
    name: str
    faces: tuple[Face, ...]


def citizens() -> list[Face]:
    newcomer = Face(demo.NEWCOMER, _("Newcomer"), _("Has an account, but has not proven who she is"))
    return [*(Face(each.mailbox, each.name, each.title) for each in demo.citizens()), newcomer]


def offices() -> list[Office]:
    faces: dict[str, list[Face]] = {}
    for nth, (agency, post, address) in enumerate(demo.officials()):
        faces.setdefault(agency.name, []).append(Face(address, name_of(nth), f"{post.unit}{post.title}"))
    return [Office(name, tuple(people)) for name, people in faces.items()]


def known() -> set[str]:
    """Answer the addresses the page offers; whoever is not among them cannot be signed in by it."""
    officials = {address for _agency, _post, address in demo.officials()}
    return officials | {citizen.mailbox for citizen in demo.citizens()} | {demo.NEWCOMER}
