"""The pages of a consent: what was agreed word for word, its signature, its record, and the way to take it back."""

import json

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guitai.accounts import queries as accounts
from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.audit import actions as audit
from guitai.consents import actions, evidence, queries, receipt
from guitai.consents.access import Reader, concerned_page
from guitai.consents.shown import line, shown, who_acts
from guitai.consents.terms import ConsentRefused
from guitai.core import clock
from guitai.core.kit import Problem


@citizen_page
@require_GET
def mine(request: CitizenRequest) -> HttpResponse:
    """List what I agreed to, and for whom I may act."""
    ref = request.person.ref
    today = clock.today()
    context = {
        "given": [line(each, about=who_acts(each) or _("only myself"), today=today) for each in queries.given_for(ref)],
        "mandates": [
            line(each, about=accounts.person(each.subject).name, today=today) for each in queries.mandates_of(ref)
        ],
    }
    return render(request, "consents/mine.html", context)


@require_GET
@concerned_page
def consent(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _page(request, reader)


@require_http_methods(["GET", "POST"])
@concerned_page
def revoke(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Ask once more; posted, nobody asks or acts under it from now on."""
    if request.method == "GET":
        if not reader.holds:
            return _page(request, reader)
        context = {"consent": reader.consent, "is_subject": reader.is_subject, "acts": who_acts(reader.consent)}
        return render(request, "consents/revoke.html", context)
    try:
        actions.revoke(reader.consent, actor=reader.account, now=clock.now())
    except ConsentRefused as refusal:
        return _page(request, reader, problem=str(refusal), status=409)
    messages.success(request, _("Taken back. From now on nobody asks an agency or acts on the ground of this consent."))
    return redirect("consents:consent", reader.consent.pk)


@require_GET
@concerned_page
def record(_request: HttpRequest, reader: Reader) -> HttpResponse:
    """Hand out the record as JSON; that it was taken is on record too."""
    with transaction.atomic():
        audit.record(
            "consent.receipt_read",
            actor=reader.account,
            thing=str(reader.consent),
            subject=reader.consent.subject,
            now=clock.now(),
        )
    body = json.dumps(receipt.record(reader.consent), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="consent-{reader.consent.pk}.json"'}
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@require_GET
@concerned_page
def signature(_request: HttpRequest, reader: Reader) -> HttpResponse:
    kept = reader.consent.signature if reader.sees_evidence else None
    return _picture(evidence.image_of(kept) if kept else b"")


@require_GET
@concerned_page
def witness(_request: HttpRequest, reader: Reader, nth: int) -> HttpResponse:
    """Hand out what this witness of the mark signed."""
    kept = reader.consent.signature if reader.sees_evidence else None
    return _picture(evidence.witness_image(kept, nth) if kept else b"")


def _page(request: HttpRequest, reader: Reader, *, problem: str = "", status: int = 200) -> HttpResponse:
    problems = [Problem(problem)] if problem else []
    context = {"shown": shown(reader, today=clock.today()), "problems": problems}
    return render(request, "consents/consent.html", context, status=status)


def _picture(image: bytes) -> HttpResponse:
    if not image:
        raise Http404
    return HttpResponse(image, content_type="image/png")
