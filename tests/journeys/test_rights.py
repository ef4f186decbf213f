"""The rights over one's own data: a copy, a correction, a stop, erasure; and what is readable afterwards."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, TestCase

from guitai.accounts.models import Account, Person
from guitai.accounts.terms import Role
from guitai.audit import sequencing, verification
from guitai.cases.models import Case
from guitai.core import reading
from guitai.core.keys import destroyed, shredding
from guitai.core.keys.terms import Erased
from guitai.core.models import SubjectKey
from guitai.eforms.models import Draft
from guitai.gateways.models import Lookup
from guitai.rights import actions
from guitai.rights.models import DataRequest
from guitai.rights.terms import NAMELESS
from tests.journeys.agencies import Agencies
from tests.journeys.browsing import words_of
from tests.journeys.conftest import Approved, CitizenOf, HandedIn, OfficerOf
from tests.journeys.people import Citizen

DATA, ERASE = "/my/data/", "/my/data/erase/"


def readable(person: str) -> list[str]:
    """Answer each text and sealed value that the whole database still gives about this person's words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_subject_key WHERE subject = %s AND wrapped IS NOT NULL", [person])
        return [str(row) for row in cursor.fetchall() if row[0]]


def found_anywhere(*words: str) -> list[str]:
    """Answer the tables whose rows hold one of the words in the clear."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [str(row[0]) for row in cursor.fetchall()]
        hits = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY(%s)', [[f"%{w}%" for w in words]])
            hits += [table] if cursor.fetchone()[0] else []
        return hits


def test_the_copy_says_everything_to_its_person_and_to_programs(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    page = words_of(me.client.get("/my/data/copy/").content)
    answer = me.client.get("/my/data/copy.json")

    assert "國民年金保險費" in page
    assert "national_pension_premium_share" not in page
    told: dict[str, Any] = json.loads(answer.content)

    assert me.story["name"] in page
    assert case.reference in page
    assert "0912345678" in page
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert told["data"]["accounts.PersonNumber"][0]["number"] == me.story["number"]
    assert told["data"]["cases.Case"][0]["answers"]["phone"] == "0912345678"
    assert told["data"]["cases.Evidence"]
    assert told["data"]["gateways.Lookup"]


def test_nobody_sees_the_copy_of_somebody_else(handed_in: HandedIn, citizen: CitizenOf) -> None:
    me, case = handed_in("share_30")
    other = citizen("share_45")

    page = words_of(other.client.get("/my/data/copy/").content)

    assert case.reference not in page
    assert me.story["name"] not in page
    assert Client().get(DATA).status_code == 302


def test_a_correction_is_asked_for_and_answered(handed_in: HandedIn, officer: OfficerOf) -> None:
    me, case = handed_in("share_30")
    chief = officer(Role.SUPERVISOR)

    me.client.post("/my/data/correct/", {"about": case.reference, "words": "門牌是 21 號，不是 12 號"})
    asked = DataRequest.objects.get()
    listed = words_of(chief.client.get("/desk/data-requests/").content)
    shown = words_of(chief.client.get(f"/desk/data-requests/{asked.pk}/").content)
    chief.client.post(f"/desk/data-requests/{asked.pk}/", {"outcome": "done", "words": "已更正為 21 號"})

    assert case.reference in listed
    assert "門牌是 21 號" in shown
    mine = words_of(me.client.get(DATA).content)
    assert "已更正為 21 號" in mine
    assert not found_anywhere("門牌是 21", "已更正為 21")


def test_a_correction_without_words_is_asked_again_with_what_was_chosen(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    answer = me.client.post("/my/data/correct/", {"about": case.reference, "words": " "})

    page = answer.content.decode()
    assert "words-error" in page
    assert f'value="{case.reference}" selected' in page
    assert not DataRequest.objects.exists()


def test_a_case_of_somebody_else_cannot_be_named_in_a_correction(handed_in: HandedIn, citizen: CitizenOf) -> None:
    _me, case = handed_in("share_30")
    other = citizen("share_45")

    answer = other.client.post("/my/data/correct/", {"about": case.reference, "words": "x"})

    assert "about-error" in answer.content.decode()
    assert not DataRequest.objects.exists()


def test_stopping_ends_every_consent_at_once(handed_in: HandedIn) -> None:
    me, _case = handed_in("share_30")
    assert "全部停止" in words_of(me.client.get("/my/data/stop/").content)

    me.client.post("/my/data/stop/")

    assert "全部停止" not in words_of(me.client.get("/my/data/stop/").content)


def test_nothing_is_erased_while_an_application_is_under_way(handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")

    page = words_of(me.client.get(ERASE).content)
    answer = me.client.post(ERASE, {"sure": "yes"})

    assert case.reference in page
    assert answer.status_code == 200
    assert Person.objects.get(pk=me.person.pk).name == me.story["name"]


def test_erasing_has_to_be_confirmed(citizen: CitizenOf) -> None:
    me = citizen("share_30")

    answer = me.client.post(ERASE)

    assert "sure-error" in answer.content.decode()
    assert Person.objects.get(pk=me.person.pk).name == me.story["name"]


def test_of_somebody_without_a_case_nothing_is_left(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    me.begin()
    sealed = bytes(_raw("SELECT answers FROM eforms_draft"))
    assert Lookup.objects.exists()

    answer = me.client.post(ERASE, {"sure": "yes"})

    assert "您的資料已刪除" in words_of(answer.content)
    assert me.story["name"] not in words_of(answer.content)
    assert readable(me.ref) == []
    assert not Draft.objects.exists()
    assert found_anywhere(me.story["name"], me.story["number"], me.story["address"], me.account.email) == []
    assert not Account.objects.get(pk=me.account.pk).is_active
    assert me.client.get(DATA).status_code == 302
    assert sealed  # what a stolen copy of the table still holds, and nobody opens


def test_what_no_register_answered_does_not_stand_in_the_way(citizen: CitizenOf, agencies: Agencies) -> None:
    me = citizen("share_30")
    agencies.order("tax", "down")
    me.begin()

    answer = me.client.post(ERASE, {"sure": "yes"})

    assert answer.status_code == 200
    assert Person.objects.get(pk=me.person.pk).name == NAMELESS


def test_a_restored_back_up_shows_nothing_of_whoever_was_erased(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    me.begin()
    keys = [(row.pk, bytes(row.wrapped or b"")) for row in SubjectKey.objects.filter(subject=me.ref)]
    lookup = Lookup.objects.filter(answer__isnull=False, subject=me.ref).first()
    assert lookup is not None
    kept = _raw("SELECT answer FROM gateways_lookup WHERE request_id = %s", lookup.pk)

    with TestCase.captureOnCommitCallbacks(execute=True):
        me.client.post(ERASE, {"sure": "yes"})
    _restore(keys, lookup, kept)

    assert destroyed.came_back()
    assert shredding.destroy_again(now=lookup.asked_at) == len(keys)
    assert not destroyed.came_back()
    with reading.begin(actor="account:1"), pytest.raises(Erased):
        _ = Lookup.objects.get(pk=lookup.pk).answer


def test_law_keeps_the_case_and_the_rest_goes(approved: Approved, handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    approved((me, case))

    page = words_of(me.client.get(ERASE).content)
    me.client.post(ERASE, {"sure": "yes"})

    assert case.reference in page
    assert "檔案法" in page
    kept = Case.objects.get(reference=case.reference)
    assert kept.answers["phone"] == "0912345678"
    assert kept.applicant_name == me.story["name"]
    assert Person.objects.get(pk=me.person.pk).name == NAMELESS
    assert found_anywhere(me.story["number"], me.account.email) == []
    assert {row.scope for row in SubjectKey.objects.filter(subject=me.ref, wrapped__isnull=False)} == {"record"}


def test_when_the_time_is_over_the_case_says_nothing_any_more(approved: Approved, handed_in: HandedIn) -> None:
    me, case = handed_in("share_30")
    approved((me, case))
    closed = Case.objects.get(reference=case.reference).item.closed_at
    assert closed is not None

    too_early = actions.forget_what_no_law_keeps(now=closed + timedelta(days=9 * 365))
    forgotten = actions.forget_what_no_law_keeps(now=closed + timedelta(days=10 * 366))

    assert (too_early, forgotten) == (0, 1)
    kept = Case.objects.get(reference=case.reference)
    assert (kept.answers, kept.applicant_name, kept.sought_name) == ({}, NAMELESS, "")
    assert actions.forget_what_no_law_keeps(now=closed + timedelta(days=10 * 366)) == 0


def test_the_audit_holds_after_an_erasure(citizen: CitizenOf) -> None:
    me: Citizen = citizen("share_30")
    me.begin()
    me.client.post(ERASE, {"sure": "yes"})

    sequencing.sequence()

    result = verification.verify()
    assert result.ok, result


def _raw(statement: str, *values: object) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))  # type: ignore[arg-type]  # a key is a UUID
        return bytes(cursor.fetchone()[0])


def _restore(keys: list[tuple[Any, bytes]], lookup: Lookup, kept: bytes) -> None:
    """The rows are as a back-up made before the erasure has them."""
    for key, wrapped in keys:
        SubjectKey.objects.filter(pk=key).update(wrapped=wrapped, destroyed_at=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gateways_lookup SET answer = %s WHERE request_id = %s", [kept, lookup.pk])
