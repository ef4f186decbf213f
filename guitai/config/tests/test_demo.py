"""The invented county is there with one click, and cannot be where real people are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, include, path, resolve
from pytest_django import Settings

from guitai.accounts import queries
from guitai.accounts.models import Account
from guitai.accounts.terms import Role
from guitai.config import demo, demo_only, urls
from guitai.config.terms import CannotStart
from standins.world import writing

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
urlpatterns = [*urls.urlpatterns, path("demo/", include("guitai.config.demo_urls"))]
pytestmark = pytest.mark.django_db
OUR_HOUSE = ["localhost", "127.0.0.1"]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    writing.write(folder, seed=1, households=40)
    return folder


@pytest.fixture
def in_the_demo(world: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(demo, "WORLD", world)
    settings.DEMO = True
    settings.ROOT_URLCONF = "guitai.config.tests.test_demo"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    demo.load(NOW)
    return Client()


@pytest.mark.usefixtures("in_the_demo")
def test_every_agency_has_its_people() -> None:
    wanted = {Role.COUNTER, Role.FIRST_REVIEW, Role.SUPERVISOR}

    townships = [each for each in queries.agencies() if each.kind == "township"]
    county = {role: queries.posts_with(role, "10007-SW", on=NOW.date()) for role in Role}

    assert len(townships) == 26
    for township in townships:
        assert all(queries.posts_with(role, township.code, on=NOW.date()) for role in wanted)
    assert len(county[Role.APPROVE]) == 2
    assert all(county[role] for role in (Role.SUPERVISOR, Role.LETTERS, Role.AUDITOR, Role.ADMINISTRATOR))


@pytest.mark.usefixtures("in_the_demo")
def test_no_two_officials_have_one_name() -> None:
    names = [account.name for account in Account.objects.exclude(name="")]

    assert len(names) == len(set(names)) == 26 * 5 + 6


@pytest.mark.usefixtures("in_the_demo")
def test_loading_twice_changes_nothing() -> None:
    before = Account.objects.count()

    demo.load(NOW)

    assert Account.objects.count() == before


@pytest.mark.usefixtures("in_the_demo")
def test_every_story_can_sign_in_and_is_that_person() -> None:
    for citizen in demo.citizens():
        account = queries.account_named(citizen.mailbox)
        assert account is not None
        binding = queries.open_binding(account)
        assert binding is not None
        assert (binding.person.name, binding.person.national_number) == (citizen.name, citizen.number)
        assert binding.person.email == citizen.email


def test_one_click_signs_in_and_a_second_click_changes_who_one_is(in_the_demo: Client) -> None:
    page = in_the_demo.get("/demo/").content.decode()
    assert all(citizen.name in page for citizen in demo.citizens())

    for email in (demo.citizens()[0].mailbox, "counter.10007100@office.example"):
        assert in_the_demo.post("/demo/sign-in/", {"email": email}).status_code == 302
        account = queries.account_named(email)
        assert account is not None
        assert in_the_demo.session["_auth_user_id"] == str(account.pk)


@pytest.mark.parametrize("email", ["", "mei@example.tw", "nobody@office.example", "x" * 10_000, "a\x00b"])
def test_one_click_opens_no_account_but_the_demos(in_the_demo: Client, email: str) -> None:
    Account.objects.create(email="mei@example.tw")

    assert in_the_demo.post("/demo/sign-in/", {"email": email}).status_code == 404


def test_one_click_needs_the_token_of_the_page(in_the_demo: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/demo/sign-in/", {"email": demo.NEWCOMER}).status_code == 403
    assert in_the_demo.get("/demo/sign-in/").status_code == 405


@pytest.mark.usefixtures("in_the_demo")
def test_the_terminal_shows_citizens_and_officials() -> None:
    lines = "\n".join(demo.sign_ins())

    assert "/demo/" in lines
    assert "share-30@example.com" in lines
    assert "counter.10007100@office.example" in lines


def test_production_has_no_such_address(settings: Settings) -> None:
    assert not settings.DEMO
    assert urls.demo_pages(demo=False) == []
    for address in ("/demo/", "/demo/sign-in/"):
        with pytest.raises(Resolver404):
            resolve(address)


def test_even_with_its_address_the_page_is_absent_outside_the_demo(settings: Settings) -> None:
    settings.ROOT_URLCONF = "guitai.config.tests.test_demo"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)

    assert Client().get("/demo/").status_code == 404
    assert Client().post("/demo/sign-in/", {"email": demo.NEWCOMER}).status_code == 404


def test_nothing_is_loaded_outside_the_demo() -> None:
    with pytest.raises(CannotStart):
        demo.load(NOW)


@pytest.mark.parametrize(
    ("base_url", "hosts"),
    [("https://guitai.example.gov.tw", OUR_HOUSE), ("http://localhost:8000", [*OUR_HOUSE, "*"]), ("", [".gov.tw"])],
)
def test_the_demo_refuses_to_be_served_under_a_name_of_the_world(base_url: str, hosts: list[str]) -> None:
    with pytest.raises(demo_only.DemoAbroad):
        demo_only.demo(True, base_url=base_url, hosts=hosts)
    assert demo_only.demo(False, base_url=base_url, hosts=hosts) is False


def test_the_demo_is_at_home_on_this_machine() -> None:
    assert demo_only.demo(True, base_url="http://localhost:8000", hosts=OUR_HOUSE)
