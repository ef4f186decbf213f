"""A county with very many cases: nine of ten are closed, the others lie on desks; written as SQL, indexes afterwards.

The lines of the list are as in life: names, numbers, terms, hands. Their answers are one sealed text, used again, which
no list opens. Cases to be opened are made by the product's own actions (``whole``).
"""

import json
from dataclasses import dataclass
from typing import Any, LiteralString

import county  # first: it makes the place
from django.db import connection

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.config import demo
from guitai.core import clock
from tests.journeys.people import SERVICE

COUNTY = "10007-SW"
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊江呂何蕭羅高"
GIVEN = (
    "雅婷淑芬美惠怡君佩珊雯靜宜秀琴蓁欣玉珍素貞佳穎筱涵麗華志明俊傑建宏家豪文雄宗翰冠宇國棟信哲柏毅榮承恩裕仁政勳育誠"
)
TABLES = ("work_workitem", "work_task", "work_step", "cases_application", "cases_case", "accounts_person")


@dataclass(frozen=True)
class Size:
    """How many cases there are, and how many of them are open."""

    all: int

    @property
    def open(self) -> int:
        return self.all * 12 // 100

    @property
    def at_county(self) -> int:
        return self.all * 2 // 100


# The open ones come first. Every seventh is taken by some official; due days go from long overdue to far off.
SEED: tuple[LiteralString, ...] = (
    "CREATE SEQUENCE seed_cases",
    """CREATE TEMPORARY TABLE seed AS
    SELECT n, gen_random_uuid() AS draft,
        nextval(pg_get_serial_sequence('work_workitem', 'id')) AS item,
        n <= %(open)s AS is_open,
        upper('B' || substr(md5('n' || n), 1, 3) || '-' || substr(md5(%(all)s || 'm' || n), 1, 4) || '-'
          || lpad(to_hex(n %% 65536), 4, '0')) AS spelt,
        substr(%(surnames)s, 1 + floor(random() * length(%(surnames)s))::int, 1)
          || substr(%(given)s, 1 + floor(random() * length(%(given)s))::int, 1)
          || substr(%(given)s, 1 + floor(random() * length(%(given)s))::int, 1) AS name,
        (%(townships)s::text[])[1 + n %% cardinality(%(townships)s::text[])] AS township,
        n > %(at_county)s AS first,
        n <= %(open)s AND n %% 20 = 0 AS waits,
        %(today)s::date - 20 + floor(random() * 40)::int AS due,
        CASE WHEN n <= %(open)s THEN %(today)s::date - 20 - n %% 20 ELSE %(today)s::date - 60 - n %% 700 END AS came
    FROM generate_series(1, %(all)s) n""",
    """INSERT INTO work_workitem
        (id, reference, flow_key, flow_version, stage, stage_since, revision, offices, opened_at, closed_at, outcome,
         stood_still_days, stood_still_since, subject, agency_code)
    SELECT item, spelt, %(service)s, '1',
        CASE WHEN NOT is_open THEN 'granted' WHEN waits THEN 'supplement' WHEN first THEN 'first_review'
          ELSE 'approval' END, came, 1,
        jsonb_build_object('township', township, 'county', %(county)s::text), came,
        CASE WHEN NOT is_open THEN came + 20 END, CASE WHEN is_open THEN '' ELSE 'granted' END, 0,
        CASE WHEN waits THEN now() END, 'person:' || draft, '' FROM seed""",
    """INSERT INTO cases_application
        (draft, applicant, service_key, edition, consent, opened_at, opened_by, opened_by_words, capacity,
         agency_code)
    SELECT draft, 'person:' || draft, %(service)s, 1, '1', came, '', '', 'self', '' FROM seed""",
    """INSERT INTO cases_case
        (reference, application_id, item_id, applicant_name, answers, submitted_at, filed_by, filed_by_words, channel,
         sought_name, subject)
    SELECT spelt, draft, item, name, %(answers)s, came, '', '', 'online', name, 'person:' || draft FROM seed""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_by, flow_key, waits)
    SELECT item, CASE WHEN first THEN 'first_review' ELSE 'approval' END,
        CASE WHEN first THEN 'first_review' ELSE 'approve' END,
        CASE WHEN first THEN township ELSE %(county)s END, came, due,
        CASE WHEN n %% 7 = 0 THEN %(hands)s::jsonb ->> CASE WHEN first THEN township ELSE %(county)s END ELSE '' END,
        CASE WHEN n %% 7 = 0 THEN now() END, '', %(service)s, FALSE
    FROM seed WHERE is_open AND NOT waits""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_at, done_by, flow_key,
         waits)
    SELECT item, 'first_review', 'first_review', township, came, due, '', NULL, came + 5, 'system:seed', %(service)s,
        waits
    FROM seed WHERE NOT (is_open AND first) OR waits""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_at, done_by, flow_key,
         waits)
    SELECT item, 'approval', 'approve', %(county)s, came + 5, due, '', NULL, came + 20, 'system:seed', %(service)s,
        FALSE
    FROM seed WHERE NOT is_open""",
    """INSERT INTO work_step
        (item_id, number, move, from_stage, to_stage, actor, actor_words, at, reasons)
    SELECT item, 1, 'open', '', 'first_review', 'system:seed', 'seed', came,
        CASE WHEN n %% 10 = 0 THEN 'reason ' || n %% 50 ELSE '' END
    FROM seed""",
    "DROP TABLE seed",
    "DROP SEQUENCE seed_cases",
)
INDEXES: LiteralString = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)"""


def seed(size: Size, answers: bytes) -> None:
    """So many cases are there besides what there was; the planner knows the tables."""
    values = {
        "surnames": SURNAMES,
        "given": GIVEN,
        "all": size.all,
        "open": size.open,
        "at_county": size.at_county,
        "townships": townships(),
        "county": COUNTY,
        "today": clock.today(),
        "service": SERVICE,
        "answers": answers,
        "hands": json.dumps(hands()),
    }
    with county.superuser() as session:
        session.execute("SET session_replication_role = replica")  # keys hold by how the rows are made
        session.execute("SET maintenance_work_mem = '1GB'")
        session.execute("SELECT setseed(0.5)")
        again: list[Any] = session.execute(INDEXES, [list(TABLES)]).fetchall()
        for name, _definition in again:
            session.execute(f"DROP INDEX {name}")
        for statement in SEED:
            session.execute(statement, values)
        for _name, definition in again:
            session.execute(definition)
    county.analyse()


def hands() -> dict[str, str]:
    """Answer somebody of each office who takes cases there."""
    found = {}
    for agency, post, mailbox in demo.officials():
        if {"first_review", "approve"} & {str(role) for role in post.roles}:
            found[agency.code] = Account.objects.get(email=mailbox).ref
    return found


def townships() -> list[str]:
    return [agency.code for agency in accounts.agencies() if agency.kind == "township"]


def sealed_answers(case_pk: int) -> bytes:
    """Answer the answers of a case as they lie in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_case WHERE id = %s", [case_pk])
        return bytes(cursor.fetchone()[0])
