from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from guitai.catalogue import actions, reading
from guitai.catalogue.terms import ServiceWrong

FOLDER = Path(__file__).resolve().parents[3] / "services" / "tw" / "national-pension-premium"
IN_2025 = datetime(2025, 6, 1, tzinfo=UTC)
IN_2026 = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.django_db
def test_production_refuses_to_publish_on_amounts_nobody_has_verified(settings: LazySettings) -> None:
    settings.ASSUMED_PARAMETERS_ALLOWED = False

    with pytest.raises(ServiceWrong, match="minimum_living_cost 臺北市"):
        actions.publish(FOLDER, actor="system:test", now=IN_2025)


@pytest.mark.django_db
def test_production_publishes_where_every_amount_in_force_is_verified(settings: LazySettings) -> None:
    settings.ASSUMED_PARAMETERS_ALLOWED = False

    service = actions.publish(FOLDER, actor="system:test", now=IN_2026)

    assert service.number == 1


def test_a_missing_amount_is_no_assumption() -> None:
    service = reading.read_service(reading.files_of(FOLDER), number=0, published_at=IN_2026, assumed_allowed=False)

    assumed = set(reading.assumed_amounts(service, day=date(2026, 11, 22)))

    assert "occupation_average_monthly_pay" not in assumed
