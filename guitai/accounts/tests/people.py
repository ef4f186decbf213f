"""People for tests of pages: accounts that can sign in, persons, officials."""

from datetime import UTC, date, datetime

from allauth.account.models import EmailAddress
from django.test import Client

from guitai.accounts import actions
from guitai.accounts.models import Account, Agency, Person
from guitai.accounts.terms import AgencyKind, Channel, Role

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
NUMBER, OTHER_NUMBER = "A123456789", "A223456781"


def signed_up(email: str = "mei@example.tw", *, password: str = PASSWORD) -> Account:
    account, created = Account.objects.get_or_create(email=email)
    if created:
        account.set_password(password)
        account.save()
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def sign_in(email: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def person(number: str = NUMBER, name: str = "王美𠮷") -> Person:
    return actions.register_person(number, name, date(1990, 3, 5), actor="account:9", now=NOW)


def bound(email: str = "mei@example.tw", number: str = NUMBER) -> Account:
    account = signed_up(email)
    actions.bind(account, person(number), channel=Channel.COUNTER, how="test", actor="account:9", now=NOW)
    return account


def official(*roles: Role, email: str = "clerk@example.tw", agency: str = "10007100") -> Account:
    account = signed_up(email)
    account.name = "陳文書"
    account.save()
    Agency.objects.get_or_create(code=agency, defaults={"name": "彰化縣員林市公所", "kind": AgencyKind.TOWNSHIP})
    post = actions.open_post(agency, unit="社會課", number=email, title="課員", roles=roles, actor="test", now=NOW)
    actions.assign_post(account, post, since=date(2020, 1, 1), actor="test", now=NOW)
    return account
