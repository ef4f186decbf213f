"""A guardian appointed by a court applies for her ward: the paper is compared first, then registers are asked."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from guitai.accounts import queries as accounts
from guitai.accounts.models import Person
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.cases.models import GuardianRequest
from guitai.consents import queries as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity
from guitai.files.models import StoredFile
from guitai.gateways.models import Lookup
from guitai.notices.models import Message
from tests.journeys.browsing import SUBMITTED, form_of, words_of
from tests.journeys.conftest import CitizenOf, OfficerOf
from tests.journeys.jobs import Worker
from tests.journeys.people import ALLOWANCE, Citizen, Officer, errors_of
from tests.journeys.test_for_somebody_else import DRAWN, account_of, apply

pytestmark = pytest.mark.django_db
START, SIGNED, DESK = "/for/guardian/", "/for/guardian/signed/", "/desk/guardians/"
Story = dict[str, Any]


def picture(name: str = "裁定.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 90).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def ward(stories: dict[str, Story]) -> Story:
    return stories["elder_widow"]


@pytest.fixture
def guardian(citizen: CitizenOf) -> Citizen:
    return citizen("share_30")


@pytest.fixture
def clerk(officer: OfficerOf) -> Officer:
    return officer(Role.COUNTER)


def typed(ward: Story, **changes: Any) -> dict[str, Any]:
    born = date.fromisoformat(ward["born"])
    return {
        "number": ward["number"],
        "name": ward["name"],
        "born": f"{born.year - 1911}/{born.month}/{born.day}",
        "kind": "ruling",
        "office": "臺灣彰化地方法院",
        "paper_number": "115年度監宣字第12號",
        "paper_day": "115/3/10",
        "services": [ALLOWANCE],
        "papers": [picture()],
    } | changes


def ask(guardian: Citizen, ward: Story, **changes: Any) -> GuardianRequest:
    """Everything from the form to the signature."""
    page: Any = guardian.client.post(START, typed(ward, **changes))
    assert page.status_code == 200, errors_of(page)
    shown = form_of(page.content.decode(), action=SIGNED)
    sent: Any = guardian.client.post(SIGNED, {**shown, "means": "signature", "signature": DRAWN})
    assert sent.status_code == SUBMITTED, errors_of(sent)
    return GuardianRequest.objects.get(pk=sent.headers["Location"].split("/")[3])


def answer(clerk: Officer, row: GuardianRequest, then: str, why: str = "") -> Any:
    return clerk.client.post(f"{DESK}{row.pk}/", {"then": then, "why": why})


def test_accepted_she_applies_for_her_ward(guardian: Citizen, ward: Story, clerk: Officer, worker: Worker) -> None:
    row = ask(guardian, ward)

    accepted = answer(clerk, row, "accept")
    worker.run()

    assert accepted.headers["Location"] == DESK
    consent = Consent.objects.get()
    assert (consent.capacity, consent.given_by) == (Capacity.GUARDIAN, guardian.ref)
    assert consent.signature is not None
    assert consent.signature.papers == row.papers
    assert consents.is_intact(consent)
    case = apply(guardian.client, str(consent.pk), ALLOWANCE, account=account_of(ward))
    assert case.applicant_name == ward["name"]
    assert case.filed_by_words == f"{guardian.person.name}（監護人，代為申請）"
    assert Message.objects.filter(kind="guardian_accepted", person_ref=guardian.ref).count() == 1
    assert f"/acting/{consent.pk}/" in guardian.client.get(f"{START}{row.pk}/").content.decode()


def test_before_a_clerk_accepts_nobody_is_asked_about_the_ward_and_nothing_is_told(
    guardian: Citizen, ward: Story
) -> None:
    unknown = words_of(guardian.client.post(START, typed(ward)).content)

    row = ask(guardian, ward)

    assert not Lookup.objects.exists()
    assert not Consent.objects.exists()
    assert accounts.find_person(ward["number"]) is None
    assert ward["number"] not in unknown
    shown = words_of(guardian.client.get(f"{START}{row.pk}/").content)
    assert "公所正在核對" in shown


def test_a_ward_who_is_known_here_is_met_with_the_same_page(guardian: Citizen, ward: Story, citizen: CitizenOf) -> None:
    before = words_of(guardian.client.post(START, typed(ward)).content)
    citizen("elder_widow")

    assert words_of(guardian.client.post(START, typed(ward)).content) == before
    assert guardian.client.post(START, typed(ward, name="王不同")).status_code == 200


def test_refused_she_reads_why_and_asks_again(guardian: Citizen, ward: Story, clerk: Officer, worker: Worker) -> None:
    row = ask(guardian, ward)

    silent = answer(clerk, row, "refuse", why="  ")
    refused = answer(clerk, row, "refuse", why="照片模糊，看不到案號")
    worker.run()

    assert silent.status_code == 422
    assert "why-error" in silent.content.decode()
    assert refused.status_code == SUBMITTED
    assert "照片模糊，看不到案號" in words_of(guardian.client.get(f"{START}{row.pk}/").content)
    assert Message.objects.get(kind="guardian_refused").person_ref == guardian.ref
    assert not Consent.objects.exists()
    assert not Lookup.objects.exists()
    assert ask(guardian, ward).pk != row.pk


def test_a_ward_the_register_knows_otherwise_is_not_acted_for(guardian: Citizen, ward: Story, clerk: Officer) -> None:
    row = ask(guardian, ward, name="王不同")

    answer(clerk, row, "accept")

    row.refresh_from_db()
    assert row.state == "refused"
    assert Consent.objects.get().revoked_at is not None
    shown = words_of(guardian.client.get(f"{START}{row.pk}/").content)
    assert "戶政" in shown
    assert ward["name"] not in shown


def test_only_a_counter_sees_requests_and_a_guardian_only_her_own(
    guardian: Citizen, ward: Story, clerk: Officer, officer: OfficerOf, citizen: CitizenOf
) -> None:
    row = ask(guardian, ward)
    ref = row.papers[0]
    pages = (DESK, f"{DESK}{row.pk}/", f"{DESK}{row.pk}/papers/{ref}/", f"{DESK}{row.pk}/papers/{ref}/pages/1.jpg")

    for path in pages:
        assert clerk.client.get(path).status_code in {200, 302}, path
        for other in (officer(Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR, Role.AGENT), guardian):
            assert other.client.get(path).status_code == 404, path
    assert citizen("elder_daughter").client.get(f"{START}{row.pk}/").status_code == 404
    assert "監護人" in clerk.client.get(DESK).content.decode()
    looks = {each.verb for each in audit.entries(thing=f"guardian_request:{row.pk}")}
    assert {"guardians.asked", "guardians.view", "guardians.view_paper"} <= looks


def test_a_paper_of_another_request_or_of_a_case_is_not_handed_out(
    guardian: Citizen, ward: Story, clerk: Officer, citizen: CitizenOf, stories: dict[str, Story]
) -> None:
    row, other = ask(guardian, ward), ask(citizen("elder_daughter"), stories["elder_widow"])

    assert clerk.client.get(f"{DESK}{row.pk}/papers/{other.papers[0]}/").status_code == 404
    assert clerk.client.get(f"{DESK}{row.pk}/papers/nonsense/").status_code == 404


def test_a_clerk_does_not_answer_her_own_request(guardian: Citizen, ward: Story, officer: OfficerOf) -> None:
    row = ask(guardian, ward)
    clerk = officer(Role.COUNTER)
    GuardianRequest.objects.filter(pk=row.pk).update(asked_by=clerk.account.ref)

    assert clerk.client.get(f"{DESK}{row.pk}/").status_code == 404
    answer(clerk, row, "accept")
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("裁定.jpg", b"\xff\xd8\xff" + b"x" * 500, "image/jpeg"),
        SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>", "application/pdf"),
        SimpleUploadedFile("big.jpg", b"\xff\xd8\xff" + b"0" * (10 * 2**20 + 1), "image/jpeg"),
        SimpleUploadedFile("empty.pdf", b"", "application/pdf"),
    ],
    ids=["broken", "script", "too large", "empty"],
)
def test_a_hostile_paper_is_refused_next_to_its_field_and_nothing_typed_is_lost(
    guardian: Citizen, ward: Story, upload: SimpleUploadedFile
) -> None:
    upload.seek(0)
    page: Any = guardian.client.post(START, typed(ward, papers=[picture(), upload]))

    shown = page.content.decode()
    assert page.status_code == 422
    assert 'id="papers-error"' in shown
    assert all(each in shown for each in (ward["number"], "115年度監宣字第12號", "115/3/10"))
    (kept,) = form_of(shown)["kept"]
    again: Any = guardian.client.post(START, {**typed(ward), "papers": [], "kept": kept})
    assert again.status_code == 200, errors_of(again)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "A123456788"}, "id_number"),
        ({"number": "\x00"}, "id_number"),
        ({"name": ""}, "id_name"),
        ({"born": "115/13/1"}, "id_born"),
        ({"kind": "forged"}, "id_kind"),
        ({"office": ""}, "id_office"),
        ({"paper_number": "1" * 500}, "id_paper_number"),
        ({"paper_day": "199/1/1"}, "id_paper_day"),
        ({"services": ["no_such_service"]}, "id_services"),
        ({"papers": []}, "papers"),
    ],
)
def test_what_is_wrong_is_said_next_to_its_field(
    guardian: Citizen, ward: Story, changes: dict[str, Any], field: str
) -> None:
    page: Any = guardian.client.post(START, typed(ward, **changes))

    assert page.status_code == 422
    assert f'id="{field}-error"' in page.content.decode()
    assert not GuardianRequest.objects.exists()


def test_nobody_is_her_own_guardian(guardian: Citizen, ward: Story) -> None:
    page: Any = guardian.client.post(START, typed(ward, number=guardian.story["number"]))

    assert "您自己的" in errors_of(page)


def test_the_file_of_somebody_else_is_no_paper(guardian: Citizen, ward: Story, citizen: CitizenOf) -> None:
    other = citizen("elder_daughter")
    other.client.post(START, typed(ward, office=""))
    foreign = str(StoredFile.objects.get().pk)

    assert guardian.client.post(START, typed(ward, papers=[], kept=foreign)).status_code == 422


@pytest.mark.parametrize("drawn", ["", "[]", "nonsense", "[[[1,1]]]"])
def test_what_is_no_signature_asks_nothing(guardian: Citizen, ward: Story, drawn: str) -> None:
    shown = form_of(guardian.client.post(START, typed(ward)).content.decode(), action=SIGNED)

    page = guardian.client.post(SIGNED, {**shown, "means": "signature", "signature": drawn})

    assert page.status_code == 422
    assert not GuardianRequest.objects.exists()


def test_who_cannot_draw_agrees_by_the_proven_account(guardian: Citizen, ward: Story, clerk: Officer) -> None:
    shown = form_of(guardian.client.post(START, typed(ward)).content.decode(), action=SIGNED)
    guardian.client.post(SIGNED, {**shown, "means": "own_account"})

    answer(clerk, GuardianRequest.objects.get(), "accept")

    assert consents.is_intact(Consent.objects.get())


def test_a_second_press_makes_no_second_request(guardian: Citizen, ward: Story) -> None:
    shown = form_of(guardian.client.post(START, typed(ward)).content.decode(), action=SIGNED)

    first, second = (guardian.client.post(SIGNED, {**shown, "signature": DRAWN}) for _time in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert GuardianRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepted_at_two_counters_at_once_it_gives_one_consent(
    guardian: Citizen, ward: Story, officer: OfficerOf
) -> None:
    row = ask(guardian, ward)
    clerks = [officer(Role.COUNTER) for _each in range(3)]

    def accept(clerk: Officer) -> int:
        try:
            return int(answer(clerk, row, "accept").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clerks)) as counters:
        codes = list(counters.map(accept, clerks))

    assert codes == [SUBMITTED] * 3
    assert Consent.objects.count() == 1
    assert Person.objects.filter(name=ward["name"]).count() == 1
    decided = [each for each in audit.entries(thing=f"guardian_request:{row.pk}") if each.verb == "guardians.accepted"]
    assert len(decided) == 1
