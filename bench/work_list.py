"""How long the work list takes with 100,000 open cases in 26 townships, and 20,000 more at the county.

In process as the role web, one official after the other, ``--times`` calls each after a warm-up; p50 and p95. ``rows``
is the path of the page without its HTML: the count, the tasks of the first page, their cases, the words of each line.
``page`` is the whole page through Django's test client, signed in; so are the pages of a supervisor and of the post.
The bare thing, in the same run and on a connection without Django: the first 25 open tasks of the same desk, four
columns, soonest due first. Prints the plans of both, and how many queries a page asks with few lines and with many.
"""

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

import county  # first: it makes the place
import loop
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from report import record

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.accounts.terms import Official
from guitai.cases.models import Case
from guitai.cases.search import Sought, elsewhere_rows
from guitai.config import demo
from guitai.core import clock
from guitai.desk import worklist
from guitai.desk.list_page import PAGE_LENGTH
from guitai.desk.wanted import Wanted
from guitai.desk.worklist import Viewer
from guitai.work.models import Task
from tests.journeys.people import SERVICE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GOAL_MS = 300
TOWNSHIP, COUNTY = ("10007100", "first_review"), ("10007-SW", "approve")
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊江呂何蕭羅高"
GIVEN = (
    "雅婷淑芬美惠怡君佩珊雯靜宜秀琴蓁欣玉珍素貞佳穎筱涵麗華志明俊傑建宏家豪文雄宗翰冠宇國棟信哲柏毅榮承恩裕仁政勳育誠"
)

# Every seventh case is taken by some official; the due days go from long overdue to far off.
SEED: tuple[LiteralString, ...] = (
    """CREATE TEMPORARY TABLE seed AS
    SELECT n, gen_random_uuid() AS draft,
        'B' || substr(md5('n' || n), 1, 3) || '-' || lpad(n::text, 8, '0') AS spelt,
        substr(%(surnames)s, 1 + floor(random() * length(%(surnames)s))::int, 1)
          || substr(%(given)s, 1 + floor(random() * length(%(given)s))::int, 1)
          || substr(%(given)s, 1 + floor(random() * length(%(given)s))::int, 1) AS name,
        CASE WHEN n <= %(open)s THEN (%(townships)s::text[])[1 + n %% cardinality(%(townships)s::text[])]
          ELSE %(county)s END AS agency,
        n <= %(open)s AS first,
        %(today)s::date - 20 + floor(random() * 40)::int AS due
    FROM generate_series(1, %(all)s) n""",
    "UPDATE seed SET spelt = upper(substr(spelt, 1, 9) || '-' || substr(spelt, 10, 4))",
    """INSERT INTO work_workitem
        (reference, flow_key, flow_version, stage, stage_since, revision, offices, opened_at, outcome,
        stood_still_days)
    SELECT spelt, %(service)s, '1', CASE WHEN first THEN 'first_review' ELSE 'approval' END, due - 7, 1,
        jsonb_build_object('township', agency, 'county', %(county)s::text), due - 7, '', 0 FROM seed ORDER BY n""",
    """INSERT INTO cases_application
        (draft, applicant, service_key, edition, consent, opened_at, opened_by, opened_by_words, capacity)
    SELECT draft, 'person:' || draft, %(service)s, 1, '1', due - 7, '', '', 'self' FROM seed ORDER BY n""",
    """INSERT INTO cases_case
        (reference, application_id, item_id, applicant_name, answers, submitted_at, filed_by, filed_by_words, channel,
         sought_name)
    SELECT spelt, draft, item.id, name, %(answers)s, due - 7, '', '', 'online', name
    FROM seed JOIN work_workitem item ON item.reference = spelt ORDER BY n""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_by)
    SELECT item.id, item.stage, CASE WHEN first THEN 'first_review' ELSE 'approve' END, agency, due - 7, due,
        CASE WHEN n %% 7 = 0 THEN 'account:' || (%(accounts)s::bigint[])[1 + n %% cardinality(%(accounts)s::bigint[])]
          ELSE '' END,
        CASE WHEN n %% 7 = 0 THEN now() END, ''
    FROM seed JOIN work_workitem item ON item.reference = spelt ORDER BY n""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_at, done_by)
    SELECT item.id, 'first_review', 'first_review',
        (%(townships)s::text[])[1 + n %% cardinality(%(townships)s::text[])],
        now() - interval '1 day' * (2 + n %% 80 + n %% 13), due, '', NULL, now() - interval '1 day' * (n %% 80),
        'system:seed'
    FROM seed JOIN work_workitem item ON item.reference = spelt ORDER BY n""",
    """INSERT INTO work_task
        (item_id, stage, role, agency_code, created_at, due_on, taken_by, taken_at, done_at, done_by)
    SELECT item.id, 'approval', 'approve', %(county)s,
        now() - interval '1 day' * (1 + n %% 80 + n %% 9), due, '', NULL, now() - interval '1 day' * (n %% 80),
        'system:seed'
    FROM seed JOIN work_workitem item ON item.reference = spelt WHERE n %% 2 = 0 ORDER BY n""",
    """INSERT INTO work_step
        (item_id, number, move, from_stage, to_stage, actor, actor_words, at, reasons)
    SELECT item.id, 1, 'propose_refusal', 'first_review', 'approval', 'system:seed', 'seed', due - 7,
        CASE WHEN n %% 10 = 0 THEN 'reason ' || n %% 50 ELSE '' END
    FROM seed JOIN work_workitem item ON item.reference = spelt ORDER BY n""",
)
BARE: LiteralString = """SELECT id, item_id, stage, due_on FROM work_task
    WHERE done_at IS NULL AND agency_code = %s AND role = %s ORDER BY due_on, id LIMIT 25"""


@dataclass(frozen=True)
class Reader:
    """An official, with the session of her browser."""

    words: str
    desk: tuple[str, str]
    official: Official
    browser: Client


@dataclass(frozen=True)
class Times:
    p50: float
    p95: float


def seed(*, open_cases: int, at_county: int) -> None:
    """So many cases lie at the townships, so many more at the county; answers are one sealed text, used again."""
    case_answers = Case._meta.get_field("answers")  # noqa: SLF001 - sealed once, as the field seals it
    values = {
        "surnames": SURNAMES,
        "given": GIVEN,
        "open": open_cases,
        "all": open_cases + at_county,
        "townships": [agency.code for agency in accounts.agencies() if agency.kind == "township"],
        "county": COUNTY[0],
        "today": clock.today(),
        "service": SERVICE,
        "answers": case_answers.get_db_prep_value({"said": "無" * 600}, connection),
        "accounts": list(Account.objects.filter(holdings__isnull=False).values_list("pk", flat=True)),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for statement in SEED:
            cursor.execute(statement, values)
    county.analyse()


def reader(words: str, desk: tuple[str, str]) -> Reader:
    agency, role = desk
    mailbox = next(
        address
        for at, post, address in demo.officials()
        if at.code == agency and role in {str(one) for one in post.roles}
    )
    account = Account.objects.get(email=mailbox)
    official = accounts.official(account, on=clock.today())
    if official is None:
        raise SystemExit(f"{mailbox} holds no post")
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    return Reader(words, desk, official, browser)


def tasks(who: Reader, *, search: str = "", today: date) -> QuerySet[Task]:
    return worklist.tasks(Viewer(who.official), Wanted(sought=Sought(words=search)), today=today)


def rows(who: Reader, *, search: str = "") -> list[worklist.WorkRow]:
    """Answer the first page as the view makes it, without the HTML."""
    today = clock.today()
    page = Paginator(tasks(who, search=search, today=today), PAGE_LENGTH).get_page(1)
    found = worklist.rows(page.object_list, who=Viewer(who.official), today=today)
    if page.paginator.count == 0:
        raise SystemExit(f"nothing found for {search!r}")
    return found


def page(who: Reader, path: str = "/desk/work/", /, **query: str) -> None:
    answer = who.browser.get(path, query)
    if answer.status_code != 200:  # noqa: PLR2004 - the number of HTTP
        raise SystemExit(f"the page answers {answer.status_code}")


def timed(call: Callable[[str], object], words: Sequence[str]) -> Times:
    """Milliseconds of one call for each word, after ten that do not count."""
    for word in words[:10]:
        call(word)
    found = []
    for word in words:
        start = time.perf_counter()
        call(word)
        found.append(1000 * (time.perf_counter() - start))
    return Times(loop.percentile(found, 50), loop.percentile(found, 95))


def measure(who: Reader, times: int) -> None:
    """One entry for each way to come to the list."""
    cases = [task.item.case for task in tasks(who, today=clock.today()).order_by("id")[: 20 * times]]
    drawn = random.Random(1).sample(cases, min(times, len(cases)))  # noqa: S311 - the same each time
    nothing, names, numbers = [""] * times, [one.applicant_name for one in drawn], [one.reference for one in drawn]
    persons = [one.application.applicant.removeprefix("person:") for one in drawn]
    with county.bare("web") as session:
        bare = timed(lambda _word: session.execute(BARE, who.desk).fetchall(), nothing)
    record(f"work list, {who.words}: bare first 25, p50", round(bare.p50, 3), "ms")
    for words, call, asked in (
        ("rows", lambda word: rows(who, search=word), nothing),
        ("rows by name", lambda word: rows(who, search=word), names),
        ("rows by number", lambda word: rows(who, search=word), numbers),
        ("page", lambda word: page(who, q=word), nothing),
        ("page by name", lambda word: page(who, q=word), names),
        ("page by number", lambda word: page(who, q=word), numbers),
        ("page by part of a name", lambda word: page(who, q=word), [name[1:] for name in names]),
        ("page by surname", lambda word: page(who, q=word), [name[:1] for name in names]),
        ("page by identity number", lambda word: page(who, person=word), persons),
        ("page of a filter, by name", lambda _word: page(who, who="nobody", sort="name"), nothing),
    ):
        found = timed(call, asked)
        share, name = round(found.p50 / bare.p50, 1), f"work list, {who.words}: {words}"
        record(f"{name}, p50", round(found.p50, 1), "ms", ratio=share)
        holds = found.p95 <= GOAL_MS
        record(f"{name}, p95", round(found.p95, 1), "ms", goal=f"≤ {GOAL_MS} ms", holds=holds)


def explain(who: Reader) -> None:
    """The plans are printed: the list, the search by name, the bare thing."""
    today = clock.today()
    name = tasks(who, today=today)[0].item.case.applicant_name
    for words, found in (("list", tasks(who, today=today)), ("by name", tasks(who, search=name, today=today))):
        print(f"--- {who.words}: {words}\n{found[:PAGE_LENGTH].explain(analyze=True, buffers=True)}")
    found_besides = elsewhere_rows(Sought(words=name), offices=[who.desk[0]])
    print(f"--- {who.words}: found besides\n{found_besides.explain(analyze=True, buffers=True)}")
    with county.bare("web") as session:
        plan = session.execute(b"EXPLAIN (ANALYZE, BUFFERS) " + BARE.encode(), who.desk).fetchall()
    print(f"--- {who.words}: bare", *(line for (line,) in plan), sep="\n")


def count_queries(who: Reader) -> None:
    """How many queries a full page asks: no more than a search that finds few lines, a colleague among them."""
    taken = tasks(who, today=clock.today()).exclude(taken_by="").exclude(taken_by=who.official.account_ref)[0]
    name = taken.item.case.applicant_name
    asked, lines = [], []
    for search in ("", name):
        page(who, q=search)
        lines.append(len(rows(who, search=search)))
        with CaptureQueriesContext(connection) as seen:
            page(who, q=search)
        asked.append(len(seen))
    print(f"{who.words}: {asked[0]} queries for {lines[0]} lines, {asked[1]} for {lines[1]}")
    name, enough = f"work list, {who.words}: queries a page", asked[0] <= asked[1]
    record(name, asked[0], "queries", goal="no more than for few lines", holds=enough)


def measure_office(who: Reader, times: int) -> None:
    """The pages of a supervisor and of somebody's first day."""
    for words, path in (("my office", "/desk/office/"), ("my post", "/desk/my-post/")):
        found = timed(lambda _word, path=path: page(who, path), [""] * times)  # type: ignore[misc]  # bound at once
        record(f"{words}, {who.words}: page, p50", round(found.p50, 1), "ms")
        goal = f"≤ {GOAL_MS} ms"
        record(f"{words}, {who.words}: page, p95", round(found.p95, 1), "ms", goal=goal, holds=found.p95 <= GOAL_MS)


def main() -> None:
    parser = argparse.ArgumentParser(description="The work list with many open cases.")
    parser.add_argument("--open", type=int, default=100_000, help="open cases at the townships")
    parser.add_argument("--county", type=int, default=20_000, help="open cases at the county")
    parser.add_argument("--times", type=int, default=200, help="calls of each kind")
    told = parser.parse_args()
    county.fill()
    seed(open_cases=told.open, at_county=told.county)
    at_township, at_county = (
        reader(f"{told.open // 26:,} tasks at a township", TOWNSHIP),
        reader(f"{told.county:,} tasks at the county", COUNTY),
    )
    heads = (
        reader(f"{told.open // 26:,} tasks at a township", (TOWNSHIP[0], "supervisor")),
        reader(f"{told.county:,} tasks at the county", (COUNTY[0], "supervisor")),
    )
    county.become("web")
    for who in (at_township, at_county):
        explain(who)
        count_queries(who)
        measure(who, told.times)
    for who in heads:
        measure_office(who, told.times)


if __name__ == "__main__":
    main()
