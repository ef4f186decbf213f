"""Who makes a move, as the work package sees it."""

from guitai.accounts.terms import Official
from guitai.work.terms import Desk, Mover, WaitsFor


def official_mover(official: Official, *, desk: Desk | None) -> Mover:
    """Answer the official as mover; the words name the post in which they act at this desk."""
    desks = frozenset(Desk(role=role, agency_code=post.agency_code) for post in official.posts for role in post.roles)
    return Mover(
        ref=official.account_ref,
        words=_words(official, desk),
        kind=WaitsFor.OFFICE,
        desks=desks,
    )


def applicant_mover(person_ref: str, name: str) -> Mover:
    return Mover(ref=person_ref, words=name, kind=WaitsFor.APPLICANT)


def _words(official: Official, desk: Desk | None) -> str:
    if desk is None:
        return official.name
    post = next(
        (post for post in official.posts if desk.role in post.roles and post.agency_code == desk.agency_code), None
    )
    return f"{post.agency_name}{post.unit} {post.title} {official.name}" if post else official.name
