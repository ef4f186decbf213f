"""Addresses of the applicant's pages."""

from django.urls import path, re_path

from guitai.cases.views import apply, own

app_name = "cases"
urlpatterns = [
    path("apply/<slug:key>/", apply.start, name="start"),
    path("drafts/<uuid:draft_id>/check/", apply.check, name="check"),
    path("drafts/<uuid:draft_id>/discard/", apply.discard, name="discard"),
    path("drafts/<uuid:draft_id>/<slug:page_key>/", apply.page, name="page"),
    path("cases/where/", own.where_is_my_case, name="where"),
    path("cases/<str:reference>/", own.case, name="case"),
    path("cases/<str:reference>/received/", own.received, name="received"),
    path("cases/<str:reference>/consent/", own.revoke, name="revoke"),
    path("cases/<str:reference>/withdraw/", own.withdraw, name="withdraw"),
    re_path(r"^cases/(?P<reference>[^/]+)/letter\.(?P<kind>pdf|odt)$", own.letter, name="letter"),
]
