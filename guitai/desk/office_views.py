"""Pages of the letters clerk, the auditor and the administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guitai.accounts.access import OfficialRequest, official_page
from guitai.accounts.terms import Role
from guitai.audit import queries as audit
from guitai.core import clock
from guitai.core.numbers import whole
from guitai.core.rocdate import parse_date
from guitai.core.terms import DateWrong
from guitai.desk import policies
from guitai.desk.audit_words import lines
from guitai.desk.menu import menu
from guitai.notices import actions as notices
from guitai.notices import queries as notice_queries
from guitai.notices.queries import BatchView
from guitai.notices.terms import BATCH_WORDS, STATUS_WORDS, BatchRefused


@official_page(Role.LETTERS)
@require_GET
def prints(request: OfficialRequest) -> HttpResponse:
    """What waits to be printed, the batches made of it, and the mails nobody could deliver."""
    codes = sorted(policies.offices_printed_for(request.official))
    batches = [batch for code in codes for batch in notice_queries.batches(code)]
    context = {
        "side": menu(request.official, current="desk:prints"),
        "waiting": [item for code in codes for item in notice_queries.print_queue(code)],
        "batches": [(batch, BATCH_WORDS[batch.state]) for batch in batches],
        "troubled": [(each, STATUS_WORDS[each.status]) for code in codes for each in notice_queries.troubled(code)],
    }
    return render(request, "desk/prints.html", context)


@official_page(Role.LETTERS)
@require_POST
def make_batch(request: OfficialRequest) -> HttpResponse:
    try:
        for code in sorted(policies.offices_printed_for(request.official)):
            notices.make_batch(code, actor=request.official.account_ref, now=clock.now())
    except BatchRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:prints")


@official_page(Role.LETTERS)
@require_GET
def batch_pdf(request: OfficialRequest, batch_id: UUID) -> HttpResponse:
    batch = _batch(request, batch_id)
    body = notice_queries.batch_pdf(batch.id)
    if body is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="batch-{batch.id}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@official_page(Role.LETTERS)
@require_POST
def mark_batch(request: OfficialRequest, batch_id: UUID, step: str) -> HttpResponse:
    """Write down that the batch was printed, or posted."""
    batch = _batch(request, batch_id)
    mark = {"printed": notices.mark_printed, "posted": notices.mark_posted}[step]
    try:
        mark(batch.id, actor=request.official.account_ref, now=clock.now())
    except BatchRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down."))
    return redirect("desk:prints")


@official_page(Role.AUDITOR)
@require_GET
def audit_log(request: OfficialRequest) -> HttpResponse:
    """The newest records first, filtered by day, actor, thing and verb."""
    typed = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in ("day", "actor", "thing", "verb")
    }
    problem, day = "", None
    try:
        day = parse_date(typed["day"]) if typed["day"] else None
    except DateWrong as wrong:
        problem = str(wrong)
    entries = audit.entries(
        day=day,
        actor=typed["actor"],
        thing=typed["thing"],
        verb=typed["verb"],
        before=whole(request.GET.get("before", "")),
    )
    context = {
        "side": menu(request.official, current="desk:audit"),
        "lines": lines(entries),
        "typed": typed,
        "problem": problem,
        "older": entries[-1].id if len(entries) == audit.PAGE else None,
    }
    return render(request, "desk/audit.html", context)


def _batch(request: OfficialRequest, batch_id: UUID) -> BatchView:
    batch = notice_queries.batch(batch_id)
    if batch is None or not policies.may_handle_batch(request.official, batch.agency_code):
        raise Http404
    return batch
