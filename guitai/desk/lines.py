"""One page of the work list in one read: the tasks of my desks in their order, from a line onwards, with their cases.

Each desk gives its first lines from its own index; only those are joined with their cases. So the cost of a page is
that of its lines, however much lies at the desk, and however far down the page is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guitai.cases.search import Hits
from guitai.catalogue import queries as catalogue
from guitai.catalogue.terms import Service
from guitai.core.together import Part
from guitai.core.veiled import Veiled
from guitai.desk.places import Place
from guitai.desk.wanted import NOBODY, Show, Sort, Wanted
from guitai.work.models import Task
from guitai.work.terms import Desk

ITEM, CASE = "JOIN work_workitem i ON i.id = t.item_id", "JOIN cases_case c ON c.item_id = t.item_id"


@dataclass(frozen=True)
class Order:
    """By what the lines are ordered, the tables that takes, and what is less and more than every value of it."""

    key: str
    joins: str = ""
    ends: tuple[str, str] = ("''", "''")  # of what is never unknown


ORDER: dict[Sort, Order] = {
    Sort.DUE: Order("t.due_on", ends=("'-infinity'::date", "'infinity'::date")),
    Sort.AGE: Order("i.opened_at", ITEM, ("'-infinity'::timestamptz", "'infinity'::timestamptz")),
    Sort.NAME: Order("c.sought_name", CASE),
    Sort.NUMBER: Order("c.reference", CASE),
}
SHOWN: dict[Show, str] = {
    Show.ALL: "t.done_at IS NULL",
    Show.MINE: "t.done_at IS NULL AND t.taken_by <> '' AND t.taken_by = ANY(%(me)s)",
    Show.SOON: "t.done_at IS NULL AND t.due_on BETWEEN %(today)s AND %(soon)s",
    Show.OVERDUE: "t.done_at IS NULL AND t.due_on < %(today)s",
    Show.WAITING: "t.waits",
}
SHOWN_LINES = """
    SELECT t.id AS task, t.role, t.agency_code, t.taken_by, t.done_by, t.done_at IS NOT NULL AS done,
        CASE WHEN t.done_at IS NULL THEN t.due_on ELSE (
            SELECT s.due_on FROM cases_supplement s WHERE s.case_id = c.id AND s.answered_at IS NULL
            ORDER BY s.number DESC LIMIT 1
        ) END AS due_on,
        i.stage, c.reference, c.applicant_name, c.subject, c.submitted_at, e.id AS edition
    FROM ({tasks}) AS found
    JOIN work_task t ON t.id = found.id
    JOIN work_workitem i ON i.id = t.item_id
    JOIN cases_case c ON c.item_id = t.item_id
    JOIN cases_application a ON a.draft = c.application_id
    JOIN catalogue_edition e ON e.key = a.service_key AND e.number = a.edition
    ORDER BY {order}"""
TASKS = """
    SELECT found.id, found.key
    FROM unnest(%(agencies)s::text[], %(roles)s::text[]) AS desk(agency, role)
    CROSS JOIN LATERAL ({known} UNION ALL {unknown}) AS found(id, key)
    ORDER BY {order} LIMIT %(length)s"""
NUMBERS = """
    SELECT i.reference FROM ({tasks}) AS found
    JOIN work_task t ON t.id = found.id JOIN work_workitem i ON i.id = t.item_id ORDER BY {order}"""
BRANCH = """(
    SELECT t.id, {key} FROM work_task t {joins}
    WHERE t.agency_code = desk.agency AND t.role = desk.role AND {conditions}
    ORDER BY {order} LIMIT %(length)s)"""
BESIDE = """(SELECT {key} FROM work_task t {joins} WHERE t.id = %(beside)s
    AND (t.agency_code, t.role) IN (SELECT * FROM unnest(%(agencies)s::text[], %(roles)s::text[])))"""


@dataclass(frozen=True)
class Line:
    """What the list needs of one task and its case."""

    task: int
    desk: Desk
    is_done: bool
    due_on: date | None  # of what waits: by when the applicant has to answer
    hand: str
    stage: str
    reference: str
    applicant: str
    submitted_at: datetime
    service: Service


@dataclass(frozen=True)
class Asked:
    """Whose desks, what of them, and from where on; so many lines."""

    desks: frozenset[Desk]
    me: frozenset[str]
    wanted: Wanted
    hits: Hits | None
    place: Place
    today: date
    soon: date
    length: int


def part(asked: Asked) -> Part[Line]:
    """Answer the read of the lines; going back, they come in the opposite order."""
    return Part(_statement(SHOWN_LINES, asked), _values(asked), _line)


def numbers_part(asked: Asked) -> Part[str]:
    """Answer the read of the case numbers alone: nobody's data."""
    return Part(_statement(NUMBERS, asked), _values(asked), lambda row: str(row["reference"]))


def _statement(shown: str, asked: Asked) -> str:
    order, back = ORDER[asked.wanted.sort], asked.place.before is not None
    falls = asked.wanted.turned is not back
    way = "DESC" if falls else "ASC"
    known, unknown = _beyond(asked.place, order, falls=falls)
    said, joins = " AND ".join(_conditions(asked)), _joins(asked, order)
    branches = {
        "known": (f"{said} AND {known}", f"{order.key} {way}, t.id {way}"),
        "unknown": (f"{said} AND {unknown}", f"t.id {way}"),
    }
    in_order = f"found.key {way} NULLS {'FIRST' if back else 'LAST'}, found.id {way}"
    tasks = TASKS.format(
        **{
            name: BRANCH.format(key=order.key, joins=joins, conditions=conditions, order=ordered)
            for name, (conditions, ordered) in branches.items()
        },
        order=in_order,
    )
    return shown.format(tasks=tasks, order=in_order)


def _beyond(place: Place, order: Order, *, falls: bool) -> tuple[str, str]:
    """Answer which lines with a value, and which without one, lie beyond the line where we stand.

    Without a value is last: going back from there, every value lies beyond.
    """
    known, unknown = f"{order.key} IS NOT NULL", f"{order.key} IS NULL"
    if place.after is None and place.before is None:
        return known, unknown
    sign, beside = "<" if falls else ">", BESIDE.format(key=order.key, joins=order.joins)
    next_ones = f"t.id {sign} %(beside)s"
    if place.before is None:
        reached = f"({order.key}, t.id) {sign} ({beside}, %(beside)s)"
        return f"{known} AND {reached}", f"{unknown} AND ({beside} IS NOT NULL OR {next_ones})"
    reached = f"({order.key}, t.id) {sign} (coalesce({beside}, {order.ends[falls]}), %(beside)s)"
    return f"{known} AND {reached}", f"{unknown} AND {beside} IS NULL AND {next_ones}"


def _joins(asked: Asked, order: Order) -> str:
    by_name = CASE if asked.hits and asked.hits.common and CASE not in order.joins else ""
    return f"{order.joins} {by_name}"


def _conditions(asked: Asked) -> Iterator[str]:
    wanted = asked.wanted
    yield SHOWN[wanted.show]
    if wanted.service:
        yield "t.flow_key = %(service)s"
    if wanted.stage:
        stage = (
            "t.stage" if wanted.show is not Show.WAITING else "(SELECT stage FROM work_workitem WHERE id = t.item_id)"
        )
        yield f"{stage} = %(stage)s"
    if wanted.who:
        yield "t.done_by = %(hand)s" if wanted.show is Show.WAITING else "t.taken_by = %(hand)s"
    if asked.hits is not None:
        yield "strpos(c.sought_name, %(common)s) > 0" if asked.hits.common else "t.item_id = ANY(%(items)s)"


def _values(asked: Asked) -> Mapping[str, Any]:
    wanted, place = asked.wanted, asked.place
    desks = sorted(asked.desks, key=lambda desk: (desk.agency_code, desk.role))
    return {
        "agencies": [desk.agency_code for desk in desks],
        "roles": [desk.role for desk in desks],
        "me": sorted(asked.me),
        "today": asked.today,
        "soon": asked.soon,
        "service": wanted.service,
        "stage": wanted.stage,
        "hand": "" if wanted.who == NOBODY else wanted.who,
        "items": list(asked.hits.items) if asked.hits else [],
        "common": asked.hits.common if asked.hits else "",
        "beside": place.before if place.after is None else place.after,
        "length": asked.length,
    }


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        task=row["task"],
        desk=Desk(role=row["role"], agency_code=row["agency_code"]),
        is_done=row["done"],
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        hand=row["done_by"] or row["taken_by"],
        stage=row["stage"],
        reference=row["reference"],
        applicant=Veiled(row["applicant_name"]).unveiled(row["subject"]),
        submitted_at=datetime.fromisoformat(row["submitted_at"]),
        service=catalogue.edition(row["edition"]),
    )


def of_tasks(tasks: Iterable[Task]) -> list[Line]:
    """Answer the lines of tasks that were read with their cases."""
    shown = [(task, task.item.case) for task in tasks]
    services = catalogue.editions({(case.application.service_key, case.application.edition) for _task, case in shown})
    return [
        Line(
            task=task.pk,
            desk=Desk(role=task.role, agency_code=task.agency_code),
            is_done=task.done_at is not None,
            due_on=task.due_on,
            hand=task.done_by or task.taken_by,
            stage=task.item.stage,
            reference=case.reference,
            applicant=case.applicant_name,
            submitted_at=case.submitted_at,
            service=services[case.application.service_key, case.application.edition],
        )
        for task, case in shown
    ]
