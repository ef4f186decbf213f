"""A form of one draft, with the shortest views that serve it: how a package that uses eforms writes them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from guitai.core import clock
from guitai.eforms import actions, pages, queries
from guitai.eforms.tests.sample import every_type

OWNER = "person:test"
FORM = every_type()
TEMPLATE = """{% include "kit/error_summary.html" with problems=page.problems only %}
<form method="post" enctype="multipart/form-data" novalidate>{% include "eforms/page_fields.html" with page=page only %}
<button>go</button></form>"""


def page(request: HttpRequest, draft_id: UUID, page_key: str) -> HttpResponse:
    draft, shown = queries.draft_of(OWNER, draft_id), FORM.page(page_key)
    if request.method != "POST":
        return _show(queries.page_of(draft, shown, today=clock.today()))
    bound = queries.page_of(draft, shown, data=request.POST, uploads=request.FILES, today=clock.today())
    revision = request.POST.get("revision", "")
    known = int(revision) if revision.isascii() and revision.isdigit() else 0
    bound = actions.save_page(draft, shown, bound, revision=known, now=clock.now())
    if not bound.may_go_on:
        return _show(bound)
    following = pages.next_page(FORM, shown, draft.answers)
    return redirect("cases:page", draft_id, following.key) if following else HttpResponse("check")


def _show(bound: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"page": bound}))


# Under the name that the product's own page of a draft has: readings know why it is opened.
urlpatterns = [path("", include(([path("<uuid:draft_id>/<slug:page_key>/", page, name="page")], "cases")))]
