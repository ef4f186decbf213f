"""Publishing a folder: what did not change keeps its edition, what is broken is refused by name."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as product
from pytest_django import Settings

from guitai.audit import queries as audit
from guitai.catalogue import actions, commands, queries
from guitai.catalogue.models import Edition
from guitai.catalogue.terms import ServiceUnknown, ServiceWrong

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NAME, KEY = "national-pension-premium", "national_pension_premium_share"
Change = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A copy of the services that a test may change."""
    settings.ASSUMED_PARAMETERS_ALLOWED = True
    shutil.copytree(product.SERVICES_DIR, tmp_path / "services")
    settings.SERVICES_DIR = tmp_path / "services"
    return tmp_path / "services" / "tw" / NAME


@pytest.fixture
def change(folder: Path) -> Change:
    """``change("flow.yaml", "old", "new")`` edits a file of the folder."""

    def edit(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def publish(folder: Path) -> int:
    return actions.publish(folder, actor="system:test", now=NOW).number


def test_the_first_edition_is_number_one_and_on_record(folder: Path) -> None:
    assert publish(folder) == 1
    assert audit.entries(verb="catalogue.publish")[0].thing == f"service:{KEY}/1"


def test_an_unchanged_folder_keeps_its_edition(folder: Path) -> None:
    publish(folder)

    assert publish(folder) == 1
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("service.yaml", "days: 60", "days: 45"),
        ("letters/grant.yaml", "普通件", "速件"),
        ("../../_bank/questions.yaml", "您的姓名", "您的全名"),
    ],
    ids=["its own file", "a letter", "a question of the common bank"],
)
def test_a_changed_text_becomes_the_next_edition(folder: Path, change: Change, name: str, old: str, new: str) -> None:
    publish(folder)
    change(name, old, new)

    assert publish(folder) == 2


def test_an_old_edition_stays_as_it_was_when_a_new_one_is_published(folder: Path, change: Change) -> None:
    publish(folder)
    change("service.yaml", "days: 60", "days: 45")
    publish(folder)

    limits = [queries.service(KEY, number).time_limit_days for number in (1, 2)]

    assert limits == [60, 45]
    assert queries.service(KEY).number == 2


def test_a_file_changed_on_disk_changes_nothing_until_it_is_published(folder: Path, change: Change) -> None:
    publish(folder)
    before = queries.unpublished()

    change("service.yaml", "days: 60", "days: 45")

    assert queries.service(KEY).time_limit_days == 60
    assert set(queries.unpublished()) - set(before) == {folder}


def test_a_comment_in_an_example_is_no_new_edition(folder: Path) -> None:
    publish(folder)
    example = next((folder / "examples").glob("*.yaml"))
    example.write_text(example.read_text(encoding="utf-8") + "\n# 補充\n", encoding="utf-8")

    assert publish(folder) == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("service.yaml", "key: national", "key: [national", "service.yaml"),
        ("service.yaml", "summary:", "resume:", "service.yaml"),
        ("service.yaml", "monthly: self_pay_premium", 'monthly: ""', "gives.monthly"),
        ("service.yaml", "monthly: self_pay", "monthly: self_paid", "gives.monthly"),
        ("service.yaml", "since: month_of_application", "since: yesterday", "yesterday"),
        ("service.yaml", "{of: monthly,", "{of: weekly,", "letter_names.own_premium"),
        ("service.yaml", "{of: share,", "{of: sharing,", "sharing"),
        ("flow.yaml", "to: waiting_for_data", "to: nowhere", "waiting_for_data"),
        ("flow.yaml", "no_differences", "full_moon", "full_moon"),
        ("data.yaml", "source: tax", "source: oracle", "oracle|nobody"),
        ("form.yaml", "[pay_changed,", "[pay_chnaged,", "pay_chnaged"),
        ("letters/grant.yaml", "{{ own_share }}", "{{ own_shrae }}", "own_shrae"),
        ("notices/received.yaml", "{{ case_number }}", "{{ case_nummer }}", "case_nummer"),
        ("rules.yaml", "met: ", "met: （", "rules.yaml"),
    ],
    ids=lambda each: each if isinstance(each, str) and "/" not in each and "{" not in each else None,
)
def test_a_broken_folder_is_refused_with_file_and_place(
    folder: Path, change: Change, name: str, old: str, new: str, said: str
) -> None:
    change(name, old, new)

    with pytest.raises(ServiceWrong, match=said) as refused:
        publish(folder)

    assert str(refused.value).startswith(name)
    assert Edition.objects.count() == 0


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "flow.yaml").unlink()

    with pytest.raises(ServiceWrong, match=r"flow\.yaml"):
        publish(folder)


def test_a_service_nobody_published_is_unknown() -> None:
    with pytest.raises(ServiceUnknown):
        queries.service(KEY)


def test_an_edition_that_never_was_is_unknown(folder: Path) -> None:
    publish(folder)

    with pytest.raises(ServiceUnknown):
        queries.service(KEY, 7)


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["destroy"], 2), (["check"], 0), (["test"], 0), (["publish"], 0)]
)
def test_the_command_line_answers_with_its_code(
    folder: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder

    assert commands.main(arguments) == code
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_line_refuses_a_broken_folder_in_one_line(
    change: Change, capsys: pytest.CaptureFixture[str]
) -> None:
    change("flow.yaml", "to: waiting_for_data", "to: nowhere")

    assert commands.main(["check"]) == 1
    assert capsys.readouterr().err.startswith(f"{NAME}: flow.yaml: ")


def test_a_letter_of_the_bank_serves_every_service_until_the_service_has_its_own(folder: Path) -> None:
    services = folder.parents[1]
    own = folder / "letters" / "refuse.yaml"
    (services / "_bank" / "letters").mkdir(exist_ok=True)
    text = own.read_text(encoding="utf-8").replace("kind: refuse", "kind: shared")
    (services / "_bank" / "letters" / "shared.yaml").write_text(text, encoding="utf-8")
    (services / "_bank" / "letters" / "refuse.yaml").write_text(text, encoding="utf-8")

    service = actions.publish(folder, actor="system:test", now=NOW)

    assert service.letters["shared"].kind == "shared"
    assert service.letters["refuse"].kind == "refuse"  # its own
