import pytest

from guitai.accounts import queries
from guitai.accounts.terms import Role
from guitai.config.commands import agencies
from guitai.config.terms import CannotStart
from guitai.core import clock

pytestmark = pytest.mark.django_db
APPOINT = ["appoint", "an@example.gov.tw", "王安", "10007-SW", "資訊科", "系統管理員", "--role", "administrator"]


def test_a_new_installation_gets_its_agencies_and_its_first_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    agencies.main(["load"])
    agencies.main(["describe", "10007", "陳縣長", "彰化縣彰化市中山路二段416號", "(04)722-2151"])
    agencies.main(APPOINT)

    account = queries.account_named("an@example.gov.tw")
    assert account is not None
    official = queries.official(account, on=clock.today())
    assert official is not None
    assert official.may(Role.ADMINISTRATOR, "10007-SW")
    assert queries.agency("10007").head_name == "陳縣長"
    assert "28 agencies" in capsys.readouterr().out


def test_appointing_twice_changes_nothing() -> None:
    agencies.main(["load"])
    agencies.main(APPOINT)

    assert agencies.main(APPOINT) == 0


def test_an_unknown_agency_is_one_clear_line() -> None:
    with pytest.raises(CannotStart, match="No agency has this code"):
        agencies.main(APPOINT)
