"""Who looked at my data: each look is told to whom it concerns, at once, and nothing about anybody else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from guitai.accounts import actions as accounts
from guitai.accounts import queries as people
from guitai.accounts.models import Account, Person
from guitai.accounts.terms import Channel, Role
from guitai.audit import looks as audit
from guitai.audit import viewing
from guitai.audit.terms import READ, Wish
from guitai.cases.models import Case
from guitai.catalogue import disclosure
from guitai.catalogue.disclosure import Rule
from guitai.config.tests.database import cluster
from guitai.core import clock, reading
from guitai.core.fields import EncryptedField
from guitai.core.reading import Reading
from guitai.core.statement_marks import MARK, marked
from guitai.core.veiled import VeiledField
from tests.journeys.browsing import words_of
from tests.journeys.conftest import Approved, CitizenOf, HandedIn, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import Citizen

pytestmark = pytest.mark.sql
PAGE = "/my/lookups/"
LAW = "個人資料保護法第15條第1項第1款"


def shown(me: Citizen | Client, query: str = "") -> str:
    client = me.client if isinstance(me, Citizen) else me
    return words_of(client.get(PAGE + query).content)


def looks_at(*refs: str) -> list[dict[str, object]]:
    found, _total = audit.looks(Wish(subjects=refs, verbs=(READ,), most=1000))
    return [{"actor": look.actor, "purpose": look.purpose, "among": look.among, **look.detail} for look in found]


# ── What the person reads ────────────────────────────────────────────────────


def test_an_official_who_opens_a_case_stands_at_once_on_the_page_of_the_applicant(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    official = officer(Role.FIRST_REVIEW, agency=me.story["township"])

    assert official.client.get(f"/desk/cases/{case.reference}/").status_code == 200

    newest = shown(me).split("共")[1].split("時間")[1]
    assert people.agency(me.story["township"]).name in newest
    assert "課員" in newest
    assert "審查申請案" in newest
    assert case.reference in newest
    assert LAW in newest
    assert official.account.name not in newest


def test_what_a_person_looks_at_herself_is_not_listed(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    before = looks_at(me.ref)

    me.client.get("/my/")
    me.client.get(f"/cases/{case.reference}/")
    me.client.get(PAGE)

    assert looks_at(me.ref) == before


def test_jobs_are_listed_as_the_system(handed_in: HandedIn) -> None:
    me, _case = handed_in("share_30")

    assert any(str(look["actor"]).startswith("system:") for look in looks_at(me.ref))
    assert "系統自動處理" in shown(me, "?kind=job")


def test_a_work_list_is_one_record_that_each_person_sees(handed_in: HandedIn, officer: OfficerOf) -> None:
    (me, _mine), (other, _others) = handed_in("share_30"), handed_in("share_45")
    official = officer(Role.FIRST_REVIEW, Role.SUPERVISOR, agency=me.story["township"])
    for who in (me, other):
        Case.objects.filter(subject=who.ref).get().item.tasks.update(agency_code=me.story["township"])

    official.client.get("/desk/work/")

    lists = [look for who in (me, other) for look in looks_at(who.ref) if look.get("route") == "desk:work_list"]
    assert [look["purpose"] for look in lists] == ["work_list", "work_list"]
    assert len({look["reading"] for look in lists}) == 1


def test_a_filter_that_cannot_be_is_explained_beside_the_field_and_kept(citizen: CitizenOf) -> None:
    answer = citizen("share_30").client.get(PAGE + "?since=2026-12-01&until=2026-11-01&kind=page")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_until-error"' in page
    assert 'value="2026-12-01"' in page
    assert '<option value="page" selected>' in page


def test_pages_are_turned_and_the_filter_stays(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    for number in range(30):
        note(me.ref, actor=f"system:nightly-{number}")

    first = me.client.get(PAGE + "?kind=job").content.decode()

    assert "?kind=job&amp;page=2" in first
    assert "共 30 次" in words_of(first.encode())
    assert me.client.get(PAGE + "?kind=job&page=2").content.decode().count("gt-lookup") == 5


def note(subject: str, *, actor: str = "system:test", purpose: str = "review", agency: str = "", days: int = 0) -> None:
    with clock.shifted(timedelta(days=-days)), reading.begin(actor=actor, agency=agency, purpose=purpose) as one:
        one.detail["kind"] = "job"
        reading.opened(subject)
        viewing.write(one)


# ── What she does not read ───────────────────────────────────────────────────


def test_t07_a_member_of_the_household_reads_that_somebody_looked_but_neither_whose_case_nor_for_what(
    handed_in: HandedIn, officer: OfficerOf
) -> None:
    me, case = handed_in("share_30")
    official = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    official.client.get(f"/desk/cases/{case.reference}/")
    member = member_of(case)
    _relative, client = known(member, "relative@example.net")

    page = shown(client)

    assert people.agency(me.story["township"]).name in page
    assert "別人的申請" in page
    for secret in (case.reference, me.story["name"], "國民年金", "保險費", me.account.email):
        assert secret not in page


def test_t07_her_own_page_never_holds_the_reference_of_anybody_else(handed_in: HandedIn, officer: OfficerOf) -> None:
    (me, case), (other, _theirs) = handed_in("share_30"), handed_in("share_45")
    officer(Role.FIRST_REVIEW, agency=me.story["township"]).client.get(f"/desk/cases/{case.reference}/")
    found, _total = audit.looks(Wish(subjects=(me.ref,), verbs=(READ,), most=1000))

    assert found
    assert all(other.ref not in str(look) and "subjects" not in look.detail for look in found)


def test_t07_a_covert_look_is_not_told_before_its_day_and_is_told_from_then_on(
    citizen: CitizenOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = citizen("share_30")
    rule = Rule("investigation", "", 180, "I0050021 §10 I 2", date(2012, 10, 1), None)
    monkeypatch.setattr(disclosure, "rules", lambda: (rule,))
    note(me.ref, purpose="investigation", agency="10007", days=170)
    during = shown(me)

    with clock.shifted(timedelta(days=11)):
        afterwards = shown(signed_in(me.account))

    assert "依法調查" not in during
    assert "共" not in during.split("篩選")[1]
    assert "依法調查" in afterwards
    assert "延後告知" in afterwards


def member_of(case: Case) -> dict[str, str]:
    """Answer somebody of the household whom the case names, besides its applicant."""
    facts = next(row.facts for row in case.application.evidence.all() if row.facts and "persons" in row.facts)
    found: dict[str, str] = next(each for each in facts["persons"] if each["relation"] != "self")
    return found


def known(member: dict[str, str], email: str) -> tuple[Person, Client]:
    """Somebody of a household has come to be known here, and is signed in."""
    account, _new = accounts.open_account(email, actor="test", now=clock.now())
    born = date.fromisoformat(member["born"])
    person = accounts.register_person(member["number"], member["name"], born, actor="test", now=clock.now())
    accounts.bind(account, person, channel=Channel.COUNTER, how="test", actor="test", now=clock.now())
    return person, signed_in(account)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend="guitai.accounts.backend.Backend")
    return client


# ── By construction ──────────────────────────────────────────────────────────


def test_what_cannot_be_recorded_does_not_leave(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    official = officer(Role.FIRST_REVIEW, agency=me.story["township"])
    official.client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_closed (since, why) VALUES (now(), 'test')")

    with transaction.atomic():
        answer = official.client.get(f"/desk/work/?q={case.reference}")

    assert answer.status_code >= 500
    assert me.story["name"] not in answer.content.decode()


def test_the_log_of_the_database_holds_no_read_of_personal_data_that_nobody_accounts_for(
    handed_in: HandedIn, approved: Approved, officer: OfficerOf, worker: Worker, request: pytest.FixtureRequest
) -> None:
    with everything_logged(request) as log, readings_kept() as kept:
        handed = handed_in("share_30")
        case = approved(handed)
        me = handed[0]
        official = officer(Role.FIRST_REVIEW, Role.LETTERS, Role.SUPERVISOR, agency=me.story["township"])
        for path in (
            "work/",
            f"cases/{case.reference}/",
            "prints/",
            "payments/",
            "office/",
            f"work/?q={me.story['name']}",
        ):
            official.client.get(f"/desk/{path}")
        me.client.get("/my/")
        me.client.get(f"/cases/{case.reference}/")
        worker.run(late=True)
        Context().run(lambda: list(Person.objects.values_list("name")[:1]))  # as nothing of the product does
        statements = log()

    reads = [each for each in statements if reads_personal_columns(each)]
    accounted = {name for name, one in kept.items() if set(one.others()) <= one.written}
    unexplained = [each for each in reads if not (named := mark_of(each)) or named not in accounted]
    told = {str(look["reading"]) for look in looks_at(me.ref)}
    assert len(reads) > 100
    assert len(unexplained) == 1, unexplained
    assert MARK not in unexplained[0]
    assert {name for name, one in kept.items() if me.ref in one.written} <= told


@contextmanager
def readings_kept() -> Iterator[dict[str, Reading]]:
    """Every reading that is begun inside, by its name."""
    kept: dict[str, Reading] = {}
    resumed = reading.resumed
    with pytest.MonkeyPatch.context() as patch:

        @contextmanager
        def keeping(one: Reading) -> Iterator[Reading]:
            kept[one.id] = one
            with resumed(one) as same:
                yield same

        patch.setattr(reading, "resumed", keeping)
        if now := reading.current():  # the test itself
            kept[now.id] = Reading("test")
        yield kept


@contextmanager
def everything_logged(request: pytest.FixtureRequest) -> Iterator[object]:
    """The server writes down each statement of this connection; the block gets who reads them out again."""
    server = cluster(request.config.getoption("--postgres"))
    with server.connect() as owner:
        owner.execute("GRANT SET ON PARAMETER log_statement TO guitai_owner")
        file = Path(str(server.log))
    begun = file.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
        cursor.execute("SET log_statement = 'all'")
    with connection.execute_wrapper(marked):
        yield lambda: logged(file, begun, pid)
    with connection.cursor() as cursor:
        cursor.execute("SET log_statement = 'none'")


def logged(file: Path, begun: int, pid: int) -> list[str]:
    with file.open("rb") as lines:
        lines.seek(begun)
        text = lines.read().decode(errors="replace")
    entries = re.split(r"^(?=\d{4}-\d\d-\d\d [\d:.]+ \S+ \[\d+\])", text, flags=re.MULTILINE)
    return [entry for entry in entries if f"[{pid}]" in entry[:60] and "SELECT" in entry]


PERSONAL = tuple(
    f'"{model._meta.db_table}"."{field.column}"'
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, EncryptedField | VeiledField)
)


def reads_personal_columns(statement: str) -> bool:
    """Tell whether the statement names a column that holds personal values."""
    return any(column in statement for column in PERSONAL)


def mark_of(statement: str) -> str:
    found = re.findall(rf"/\* {MARK}([0-9a-f]{{32}}) \*/", statement)
    return found[-1] if found else ""
