"""The labour insurer: who is insured by an employer, and at what monthly pay."""

import sys

from standins import agency


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    entry = ledger.get(question["number"])
    return None if entry is None else dict(entry)


if __name__ == "__main__":
    sys.exit(agency.serve("insurance", answer))
