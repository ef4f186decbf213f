"""guitai agencies: the first agencies, posts and officials of a new installation; everything else has its page."""

import argparse
import sys
from pathlib import Path

from guitai.accounts import actions as accounts
from guitai.accounts.models import Agency
from guitai.accounts.terms import AccountsRefusal, Role
from guitai.config import environment
from guitai.config.terms import CannotStart
from guitai.core import clock
from guitai.core.clock import TAIPEI

ACTOR = "system:command"
AGENCIES = environment.ROOT / "services" / "tw" / "agencies.yaml"


def main(arguments: list[str]) -> int:
    told = _parser().parse_args(arguments)
    try:
        sys.stdout.write(f"{told.do(told)}\n")
    except (AccountsRefusal, OSError) as refusal:
        raise CannotStart(str(refusal)) from refusal
    except Agency.DoesNotExist as absent:
        raise CannotStart("No agency has this code: `guitai agencies load` first.") from absent
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guitai agencies", description="The first agencies, posts and officials.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    load = verbs.add_parser("load", help="know every agency of a file")
    load.add_argument("file", nargs="?", type=Path, default=AGENCIES)
    load.set_defaults(do=_load)
    describe = verbs.add_parser("describe", help="head, address and telephone, as letters show them")
    for name in ("code", "head", "address", "phone"):
        describe.add_argument(name)
    describe.set_defaults(do=_describe)
    appoint = verbs.add_parser("appoint", help="a post and who holds it; the person sets a password by mail")
    for name in ("email", "name", "code", "unit", "title"):
        appoint.add_argument(name)
    appoint.add_argument("--role", action="append", required=True, choices=[str(role) for role in Role])
    appoint.set_defaults(do=_appoint)
    return parser


def _load(told: argparse.Namespace) -> str:
    return f"{accounts.load_agencies(told.file, actor=ACTOR, now=clock.now())} agencies"


def _describe(told: argparse.Namespace) -> str:
    Agency.objects.get(code=told.code)
    accounts.describe_agency(
        told.code, head_name=told.head, address=told.address, phone=told.phone, actor=ACTOR, now=clock.now()
    )
    return f"{told.code} {told.head}"


def _appoint(told: argparse.Namespace) -> str:
    now = clock.now()
    roles = [Role(role) for role in told.role]
    account, _new = accounts.open_account(told.email, name=told.name, actor=ACTOR, now=now)
    post = accounts.open_post(
        told.code, unit=told.unit, number=told.email, title=told.title, roles=roles, actor=ACTOR, now=now
    )
    accounts.assign_post(account, post, since=now.astimezone(TAIPEI).date(), actor=ACTOR, now=now)
    return f"{told.name} {told.title} {', '.join(told.role)}"
