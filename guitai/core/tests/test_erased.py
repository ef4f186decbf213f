"""Whoever comes for what was erased is told so."""

from django.http import HttpResponse
from django.test import RequestFactory

from guitai.core.keys.terms import Erased
from guitai.core.middleware import SaysErased


def test_what_was_erased_is_gone_and_not_broken(rf: RequestFactory) -> None:
    layer = SaysErased(lambda _request: HttpResponse())

    said = layer.process_exception(rf.get("/"), Erased("gone"))

    assert said is not None
    assert said.status_code == 410
    assert layer.process_exception(rf.get("/"), ValueError()) is None
