"""The national-pension insurer: who is insured there, and how many months are unpaid."""

import sys

from standins import agency


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    entry = ledger.get(question["number"])
    return None if entry is None else dict(entry)


if __name__ == "__main__":
    sys.exit(agency.serve("pension", answer))
