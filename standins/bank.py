"""The banks' joint check: does this account belong to this person? It never says whose it is instead."""

import sys

from standins import agency


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    details = question.get("details", {})
    holder = ledger.get(f"{details.get('bank')}-{details.get('account')}")
    return {"戶名相符": holder == question["number"]}


if __name__ == "__main__":
    sys.exit(agency.serve("bank", answer))
