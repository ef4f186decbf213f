"""Messages of a case as the applicant, or who acts for her, reads and writes them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from guitai.accounts.access import SignedInRequest
from guitai.cases import acting as actings
from guitai.cases import queries, talk
from guitai.cases.views.acting_page import acting_page
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.work import actions as work
from guitai.work.terms import Audience, MoveRefused


@acting_page
@require_http_methods(["GET", "POST"])
def messages(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what was written, and send what is typed; notes among officials are never here."""
    acting, case = actings.for_case(request, reference)
    author, problems, text = actings.mover(acting), list[Problem](), ""
    if request.method == "POST":
        text = request.POST.get("text", "")[: talk.LONGEST].replace("\x00", "")
        try:
            talk.write(case, text, audience=Audience.APPLICANT, author=author, now=clock.now())
        except MoveRefused as refusal:
            problems = [Problem(str(refusal), "text")]
        else:
            return redirect("cases:messages", case.reference)
    context = {
        "acting": acting,
        "case": case,
        "service": queries.service_of(case),
        "lines": talk.of_applicant(case),
        "text": text,
        "problems": problems,
    }
    work.mark_read(case.item, reader=author, now=clock.now())
    return render(request, "cases/messages.html", context, status=422 if problems else 200)
