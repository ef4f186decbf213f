"""What `guitai audit` says on the command line."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from guitai.audit import exporting, stamping, verification
from guitai.audit.models import Closed, Pending
from guitai.audit.terms import Held, NothingToExport, Verification
from guitai.core import clock


def verify_command(argv: Sequence[str]) -> int:
    """Print one line that says whether the audit holds; answer 0 when it does, else 1."""
    parser = argparse.ArgumentParser(prog="guitai audit verify", description=verification.__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    options = parser.parse_args(argv)
    result = verification.verify()
    line = json.dumps(dataclasses.asdict(result)) if options.json else _sentence(result)
    sys.stdout.write(line + "\n")
    return 0 if result.ok else 1


def export_command(argv: Sequence[str], held: Sequence[Held] = ()) -> int:
    """Write a part of the audit, or what concerns one person, with its proofs; answer 0 when it is there, else 1."""
    parser = argparse.ArgumentParser(prog="guitai audit export", description=exporting.__doc__)
    parser.add_argument("--since", type=_moment, help="2026-11-01, or 2026-11-01T08:00, of Taiwan")
    parser.add_argument("--until", type=_moment, help="the first moment that is not asked for any more")
    parser.add_argument("--person", default="", help="only what concerns her: person:…")
    parser.add_argument("--out", type=Path, required=True, help="a folder that does not exist yet")
    asked = parser.parse_args(argv)
    if not asked.person and (asked.since is None or asked.until is None):
        parser.error("a part needs --since and --until")
    if asked.out.exists():
        parser.error(f"{asked.out} exists already")
    try:
        if asked.person:
            done = exporting.export_person(asked.out, asked.person, since=asked.since, until=asked.until, held=held)
        else:
            done = exporting.export_part(asked.out, since=asked.since, until=asked.until)
    except NothingToExport as nothing:
        sys.stderr.write(f"guitai: {nothing}\n")
        return 1
    sys.stdout.write(f"{done.records} records in {done.folder}. To verify: sh tools/verify_audit.sh {done.folder}\n")
    return 0


def status_command(argv: Sequence[str]) -> int:
    """Print what waits to be chained and stamped; answer 1 when the audit is closed or a time-stamp is late."""
    parser = argparse.ArgumentParser(prog="guitai audit status", description=status_command.__doc__)
    parser.parse_args(argv)
    late, closed = stamping.waiting(), Closed.objects.first()
    sys.stdout.write(f"{Pending.objects.count()} records wait to be chained.\n")
    sys.stdout.write(f"{late.checkpoints} checkpoints wait for a time-stamp{_since(late)}.\n")
    if closed is not None:
        sys.stdout.write(f"The audit is CLOSED ({closed.why}): nothing is recorded, so nothing happens.\n")
    return 1 if closed is not None or late.age > stamping.LATE else 0


def _since(late: stamping.Waiting) -> str:
    return f", the newest since {late.since.isoformat()}" if late.since else ""


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=clock.TAIPEI)


def _sentence(result: Verification) -> str:
    if not result.ok:
        return f"The audit does NOT hold at {result.place}: {result.reason}."
    said = f"The audit holds: {result.checked} records are as they were written."
    return "\n".join([said, *(f"Note: {warning}." for warning in result.warnings)])
