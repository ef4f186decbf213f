"""A request that is too large, or cannot be read, gets a page in words."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db
TOO_MUCH = {"zh-hant": "一次送出的內容太多", "en": "That was too much at once"}


@pytest.mark.parametrize("language", TOO_MUCH)
def test_a_body_over_the_limit_is_told_in_words(language: str, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = language

    answer = client.post("/cases/where/", {"reference": "x" * 200})

    assert answer.status_code == 413
    assert TOO_MUCH[language] in answer.content.decode()


def test_more_fields_than_anybody_fills_in_are_told_in_words(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

    answer = Client(raise_request_exception=False).post("/cases/where/", {str(n): "x" for n in range(9)})

    assert answer.status_code == 413


def test_a_body_that_is_no_form_is_still_a_bad_request() -> None:
    answer = Client(raise_request_exception=False).generic(
        "POST", "/cases/where/", b"--x", content_type="multipart/form-data"
    )

    assert answer.status_code == 400
