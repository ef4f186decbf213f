"""Taking a consent back, by the button that promises it."""

from datetime import datetime

import pytest

from guitai.consents.models import Consent
from tests.journeys.agencies import Agencies
from tests.journeys.conftest import CitizenOf

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def test_the_consent_is_taken_back_at_a_button_and_stays_taken_back(
    citizen: CitizenOf, agencies: Agencies, county: datetime
) -> None:
    me = citizen("share_30")
    agencies.order("tax", "down")
    case = me.hand_in(county)
    assert "收回同意" in me.client.get(f"/cases/{case.reference}/").content.decode()

    answer = me.client.post(f"/cases/{case.reference}/consent/", follow=True)

    assert "已收回同意" in answer.content.decode()
    assert not Consent.objects.filter(subject=me.ref, revoked_at=None).exists()
    assert me.client.post(f"/cases/{case.reference}/consent/").status_code == 409


def test_nobody_takes_back_the_consent_of_somebody_else(citizen: CitizenOf, county: datetime) -> None:
    case = citizen("share_30").hand_in(county)
    stranger = citizen("share_45")

    answer = stranger.client.post(f"/cases/{case.reference}/consent/")

    assert answer.status_code == 404
    assert Consent.objects.filter(subject=case.application.applicant, revoked_at=None).exists()


@pytest.mark.usefixtures("county")
def test_throwing_a_draft_away_ends_the_consent_that_was_given_for_it(citizen: CitizenOf) -> None:
    me = citizen("share_30")
    draft = me.begin()

    answer = me.client.post(f"/drafts/{draft}/discard/")

    assert answer.status_code == 302
    assert not Consent.objects.filter(subject=me.ref, revoked_at=None).exists()
    assert me.client.post(f"/drafts/{draft}/discard/").status_code == 404
