"""guitai keys: how the keys of personal values stand; new ones while everything runs; shredding after a restore."""

import argparse
import sys
from collections.abc import Callable

from django.db import transaction

from guitai.audit import actions as audit
from guitai.config.terms import CannotStart
from guitai.core import clock
from guitai.core.keys import masters, renewal, rotation, shredding
from guitai.core.keys.terms import CannotRotate
from guitai.core.models import AgencyKey

ACTOR = "system:keys"
COLUMNS = ("agency", "master", "wrapped", "waiting", "destroyed")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="guitai keys", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("status", help="every agency: master key, keys of subjects, what a rotation has still to do")
    rotate = verbs.add_parser("rotate", help="new keys, while web and worker run; safe to repeat after a crash")
    rotate.add_argument("what", choices=["agency", "master"])
    rotate.add_argument("code", nargs="?", default="", help="of one agency; without it all, one after the other")
    verbs.add_parser("shred", help="after a restore: destroy again the keys of everybody who was erased since")
    verbs.add_parser("reseal", help="seal under keys of persons what the master key itself still seals")
    told = parser.parse_args(arguments)
    try:
        return VERBS[told.verb](told)
    except CannotRotate as problem:
        raise CannotStart(str(problem)) from problem


def status(_told: argparse.Namespace) -> int:
    _say("  ".join(f"{name:<10}" for name in COLUMNS))
    for each in rotation.standing():
        cells = (each.agency or "platform", each.master, each.wrapped, each.waiting, each.destroyed)
        _say("  ".join(f"{cell!s:<10}" for cell in cells))
    _say(f"newest master key: {masters.newest()}")
    for name, number in renewal.waiting().items():
        _say(f"sealed the old way: {name} {number} (guitai keys reseal)")
    return 0


def rotate(told: argparse.Namespace) -> int:
    return _rotate_master() if told.what == "master" else _rotate_agencies(told.code)


def _rotate_agencies(code: str) -> int:
    """What an interrupted rotation left is finished; an agency where nothing was left gets a new key."""
    known = sorted(AgencyKey.objects.values_list("agency", flat=True).distinct())
    if code and code not in known:
        raise CannotRotate(f"Agency {code} has no key.")
    begun = rotation.unfinished()
    for agency in [code] if code else known:
        if agency not in begun:
            rotation.retire(agency)
        done = 0
        for batch in rotation.wrap_anew(agency):
            done += batch
            _say(f"{agency or 'platform'}: {done}")
        _record("keys.agency_rotated", agency, wrapped=done)
        _say(f"{agency or 'platform'}: done, {done} keys wrapped by the new one")
    return 0


def _rotate_master() -> int:
    version = rotation.add_master()
    done = sum(1 for _key in rotation.wrap_by_master(version))
    _record("keys.master_rotated", "", wrapped=done)
    _say(f"{done} keys of agencies are wrapped by master key {version} ({masters.name_of(version)}).")
    _say(f"Keep {masters.NAME} as well: blind indexes and the signature of the audit come from it.")
    return 0


def shred(_told: argparse.Namespace) -> int:
    """What a back-up brought back of erased people is unreadable again."""
    again = shredding.destroy_again(now=clock.now())
    shredding.complete_list()
    _record("keys.shredded", "", wrapped=again)
    _say(f"{again} keys of erased people are destroyed again.")
    return 0


def reseal(_told: argparse.Namespace) -> int:
    for name, done in renewal.seal_anew():
        _say(f"{name}: {done}")
    return 0


@transaction.atomic
def _record(verb: str, agency: str, *, wrapped: int) -> None:
    audit.record(verb, actor=ACTOR, thing=f"agency:{agency}", detail={"wrapped": wrapped}, now=clock.now())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "status": status,
    "rotate": rotate,
    "shred": shred,
    "reseal": reseal,
}
