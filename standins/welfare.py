"""The welfare system: status, disability, school, custody and service, as the ministry matches them."""

import sys

from standins import agency


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    entry = ledger.get(question["number"])
    return None if entry is None else dict(entry)


if __name__ == "__main__":
    sys.exit(agency.serve("welfare", answer))
