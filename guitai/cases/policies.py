"""Who may see a case and its letter; who may do what with it is the table of moves (work.policies)."""

from collections.abc import Collection

from guitai.accounts.terms import Official, Role

READERS = (Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR)


def may_read(official: Official, offices: Collection[str]) -> bool:
    """Tell whether the official works on cases at one of the offices this case goes through."""
    return any(official.may(role, code) for role in READERS for code in offices)
