"""Compares what clients heard with what is there: nothing lost, nothing twice, nothing half, everything finished.

Pure functions over plain values judge; ``check`` reads the values from a place where everything has come to rest.
"""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.history import INVOKE, OK, UNKNOWN, Entry, read
from tests.faults.seeding import Ready
from tests.faults.stage import Stage

# The three jobs left out below come again by the clock: what one left undone is done by the next.
ONCE_A_CASE = {
    "opened work items": "SELECT item.reference, count(*) FROM work_workitem item GROUP BY 1",
    "records of sending": "SELECT substr(thing, 6), count(*) FROM audit_entry WHERE verb = 'cases.submit' GROUP BY 1",
    "events": "SELECT substr(thing, 6), count(*) FROM outbox_event WHERE topic = 'cases.submitted' GROUP BY 1",
    "receipts": "SELECT substr(thing_ref, 6), count(*) FROM notices_message WHERE thing_ref LIKE 'case:%' AND kind ="
    " (SELECT kind FROM notices_message WHERE thing_ref LIKE 'case:%' ORDER BY created_at LIMIT 1) GROUP BY 1",
}
NEVER = {
    "steps out of order": "SELECT item.reference FROM work_workitem item JOIN work_step step ON step.item_id = item.id"
    " GROUP BY item.id HAVING max(step.number) <> item.revision OR count(*) <> max(step.number) - min(step.number) + 1",
    "decisions without a letter": "SELECT id FROM cases_decision WHERE letter = ''",
    "letters without a PDF": "SELECT id FROM documents_document WHERE pdf_ref = ''",
    "letter numbers with a gap": "SELECT agency_code, word, year FROM documents_document"
    " GROUP BY 1, 2, 3 HAVING count(*) <> max(serial)",
    "cases decided twice": "SELECT case_id FROM cases_decision GROUP BY 1 HAVING count(*) > 1",
    "open tasks of closed cases": "SELECT task.id FROM work_task task JOIN work_workitem item ON item.id ="
    " task.item_id WHERE task.done_at IS NULL AND item.closed_at IS NOT NULL",
    "cases that nobody judged": "SELECT reference FROM cases_case WHERE NOT EXISTS"
    " (SELECT FROM cases_judgement WHERE case_id = cases_case.id)",
    "jobs that failed": "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed'"
    " AND task_name NOT IN ('outbox.take_up_stalled', 'notices.sweep', 'cases.look_again') GROUP BY 1",
    "jobs not finished": "SELECT task_name, status, count(*) FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing')"
    " AND task_name NOT IN ('outbox.take_up_stalled', 'notices.sweep', 'cases.look_again') GROUP BY 1, 2",
    "dead deliveries": "SELECT subscriber, last_error, count(*) FROM outbox_delivery"
    " WHERE dead_at IS NOT NULL GROUP BY 1, 2",
    "deliveries not made": "SELECT id FROM outbox_delivery WHERE done_at IS NULL AND dead_at IS NULL",
    "attempts without an end": "SELECT message_id FROM notices_attempt WHERE ended_at IS NULL",
    "messages that wait": "SELECT id, status FROM notices_message WHERE channel <> 'print'"
    " AND status IN ('created', 'sending', 'temporary-failure')",
    "records not chained": "SELECT entry_id FROM audit_pending",
}

STEPS = (
    "SELECT item.reference, step.number, step.move"
    " FROM work_step step JOIN work_workitem item ON item.id = step.item_id"
)


@dataclass
class Findings:
    """What is wrong, and the figures of the run."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, float | str] = field(default_factory=dict)


def judge_sent(entries: Iterable[Entry], cases: Mapping[str, str]) -> tuple[list[str], dict[str, float | str]]:
    """Judge what citizens heard against draft → number of the case that is there."""
    heard: dict[str, set[str]] = defaultdict(set)
    asked: Counter[str] = Counter()
    unknown = 0
    for each in entries:
        if each.kind == INVOKE:
            asked[each.thing] += 1
        elif each.kind == OK:
            heard[each.thing].add(each.heard)
        elif each.kind == UNKNOWN:
            unknown += 1
    wrong = [f"two numbers for one draft: {draft} {sorted(found)}" for draft, found in heard.items() if len(found) > 1]
    for draft, found in heard.items():
        if draft not in cases:
            wrong.append(f"LOST: {draft} was answered {sorted(found)} and is not there")
        elif cases[draft] not in found:
            wrong.append(f"another number: {draft} was answered {sorted(found)} and is {cases[draft]}")
    wrong += [f"nobody asked for the case of {draft}" for draft in cases if draft not in asked]
    figures: dict[str, float | str] = {
        "acknowledged": len(heard),
        "sent more than once": sum(count > 1 for count in asked.values()),
        "answers of unknown fate": unknown,
        "never answered": len(asked.keys() - heard.keys()),
        "of them there": len((asked.keys() - heard.keys()) & cases.keys()),
    }
    return wrong, figures


def judge_moves(entries: Iterable[Entry], steps: Mapping[tuple[str, int], str]) -> tuple[list[str], int]:
    """Judge what officials heard against (case, number of the step) → move; answer also how many moves were heard."""
    asked: set[tuple[str, int, str]] = set()
    done: Counter[tuple[str, int, str]] = Counter()
    for each in entries:
        reference, _at, revision = each.thing.partition("@")
        key = (reference, int(revision) + 1, each.deed)
        if each.kind == INVOKE:
            asked.add(key)
        elif each.kind == OK:
            done[key] += 1
    wrong = [f"DOUBLED: {key} was answered as done {count} times" for key, count in done.items() if count > 1]
    wrong += [f"LOST: {key} was answered as done" for key in done if steps.get(key[:2]) != key[2]]
    moves = {deed for _reference, _number, deed in asked}
    wrong += [
        f"nobody asked for {key}: {move}" for key, move in steps.items() if move in moves and (*key, move) not in asked
    ]
    return wrong, sum(done.values())


def judge_mails(statuses: Mapping[str, str], taken: Counter[str]) -> tuple[list[str], dict[str, float | str]]:
    """Judge message → status against how often the mail server took it: what it has is delivered or marked unknown."""
    wrong = [f"DOUBLED: mail {message} came {count} times" for message, count in taken.items() if count > 1]
    wrong += [
        f"LOST: mail {each} counts as delivered"
        for each, status in statuses.items()
        if status == "delivered" and not taken[each]
    ]
    known = {"delivered", "unknown"}
    wrong += [f"mail {each} came and is {statuses.get(each)}" for each in taken if statuses.get(each) not in known]
    unknown = [each for each, status in statuses.items() if status == "unknown"]
    figures: dict[str, float | str] = {
        "mails delivered": sum(status == "delivered" for status in statuses.values()),
        "mails of unknown fate, marked": len(unknown),
        "of them arrived": sum(taken[each] > 0 for each in unknown),
    }
    return wrong, figures


def check(stage: Stage, history: Path, ledger: Path, ready: list[Ready]) -> Findings:
    """Everything that must hold afterwards, looked at once."""
    entries = list(read(history))
    found = Findings()
    cases = {
        str(draft): str(reference) for draft, reference in stage.sql("SELECT application_id, reference FROM cases_case")
    }
    own = {one.draft for one in ready}
    wrong, figures = judge_sent((each for each in entries if each.deed == "submit"), cases)
    found.wrong += wrong
    found.figures |= figures
    found.wrong += _once(stage, set(cases.values()))
    found.wrong += _drafts(stage, own, cases)
    steps = {(str(reference), int(str(number))): str(move) for reference, number, move in stage.sql(STEPS)}
    wrong, moves = judge_moves((each for each in entries if each.deed != "submit"), steps)
    found.wrong += wrong
    found.figures |= {"moves of officials": moves, "decisions": _count(stage, "SELECT count(*) FROM cases_decision")}
    for name, statement in NEVER.items():
        rows = stage.sql(statement)
        found.wrong += [f"{name}: {len(rows)}, such as {rows[0]}"] if rows else []
    wrong, figures = judge_mails(_statuses(stage), _taken(ledger))
    found.wrong += wrong
    found.figures |= figures
    found.wrong += _counted(stage, len(cases))
    _audit(found)
    found.figures["answers to COMMIT lost"] = str(stage.proxy(mode="normal").get("commits_lost"))
    found.figures["processes begun again"] = len(stage.mended)
    return found


def _once(stage: Stage, references: set[str]) -> list[str]:
    wrong = []
    for name, statement in ONCE_A_CASE.items():
        counts = {str(reference): int(str(count)) for reference, count in stage.sql(statement)}
        wrong += [f"{name} of {each}: {counts.get(each, 0)}" for each in references if counts.get(each, 0) != 1]
        wrong += [f"{name} of {each}, which is no case" for each in counts if each not in references]
    return wrong


def _drafts(stage: Stage, own: set[str], cases: Mapping[str, str]) -> list[str]:
    """A draft is either still there or a case."""
    there = {str(draft) for (draft,) in stage.sql("SELECT id FROM eforms_draft")}
    wrong = [f"LOST: draft {each} is neither draft nor case" for each in own if each not in there and each not in cases]
    return wrong + [f"HALF: {each} is both draft and case" for each in own if each in there and each in cases]


def _statuses(stage: Stage) -> dict[str, str]:
    rows = stage.sql("SELECT id, status FROM notices_message WHERE channel = 'mail'")
    return {str(message): str(status) for message, status in rows}


def _taken(ledger: Path) -> Counter[str]:
    lines = ledger.read_text(encoding="utf-8").splitlines() if ledger.exists() else []
    return Counter(line.strip("<>").partition("@")[0] for line in lines)


def _counted(stage: Stage, cases: int) -> list[str]:
    rows = stage.sql("SELECT coalesce(sum(count), 0) FROM reports_daily WHERE kind = 'submitted'")
    counted = int(str(rows[0][0]))
    return [] if counted == cases else [f"statistics count {counted} applications, there are {cases}"]


def _count(stage: Stage, statement: str) -> int:
    return int(str(stage.sql(statement)[0][0]))


def _audit(found: Findings) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "guitai.config.cli", "audit", "verify", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    last = (told.stdout.strip().splitlines() or [told.stderr.strip()[-300:]])[-1]
    if told.returncode:
        found.wrong.append(f"the audit does not verify: {last}")
        return
    found.figures["audit records verified"] = json.loads(last)["checked"]
