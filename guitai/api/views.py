"""The three addresses of the national data tracker (shared/data/openapi/data-tracker.yaml, version 2)."""

from datetime import UTC

from django.db import DatabaseError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from guitai.api import asked as questions
from guitai.api import usage
from guitai.api.asked import QuestionWrong
from guitai.api.callers import Caller, registered_system
from guitai.api.usage import MayNotAsk
from guitai.core import clock, reading

NOT_KEPT = {"Cache-Control": "no-store"}


@require_GET
@registered_system
def find_usage(request: HttpRequest, caller: Caller) -> JsonResponse:
    """Answer who used the data of the person the question names."""
    try:
        asked = questions.read(request)
        person, found = usage.find(asked, now=clock.now())
    except QuestionWrong as wrong:
        return JsonResponse({"message": str(wrong)}, status=400, headers=NOT_KEPT)
    except MayNotAsk as foreign:
        raise Http404 from foreign
    one = reading.current()
    if person and one:
        one.actor = caller.ref
        if asked.user == asked.subject:
            one.selves.add(person.ref)
        reading.opened(person.ref)
    return JsonResponse({"totalUsages": found.total, "usages": found.rows}, headers=NOT_KEPT)


@require_GET
@registered_system
def usage_period(_request: HttpRequest, _caller: Caller) -> JsonResponse:
    began = usage.held_since().astimezone(UTC).isoformat().replace("+00:00", "Z")
    return JsonResponse({"periodStart": began}, headers=NOT_KEPT)


@require_GET
def heartbeat(_request: HttpRequest) -> JsonResponse:
    """Answer whether uses are written down at this moment."""
    try:
        is_recording = usage.is_recording()
    except DatabaseError:
        return JsonResponse({"status": "FAIL", "message": "the database does not answer"}, headers=NOT_KEPT)
    if not is_recording:
        return JsonResponse({"status": "FAIL", "message": "nothing is recorded at the moment"}, headers=NOT_KEPT)
    return JsonResponse({"status": "OK", "message": "uses are written down"}, headers=NOT_KEPT)
