"""The welfare system: status, disability, school, custody and service, as the ministry matches them.

Asked about a benefit by name and nothing else, it says whether this person may apply: yes, no or unknown.
"""

import sys

from standins import agency

PRECHECK = "預先比對"
UNKNOWN = "不明"


def answer(ledger: agency.Record, question: agency.Record) -> agency.Record | None:
    entry = ledger.get(question["number"])
    if entry is None:
        return None
    if question.get("wanted") == ["may_apply"]:
        benefit = str(question.get("details", {}).get("benefit", ""))
        return {"可否申請": entry.get(PRECHECK, {}).get(benefit, UNKNOWN)}
    return {key: value for key, value in entry.items() if key != PRECHECK}


if __name__ == "__main__":
    sys.exit(agency.serve("welfare", answer))
