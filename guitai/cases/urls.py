"""Addresses of the applicant's pages."""

from django.urls import path, re_path

from guitai.cases.views import agent, appeal, apply, correct, guardian, mandate, own, relatives, talk

app_name = "cases"
urlpatterns = [
    path("apply/<slug:key>/", apply.start, name="start"),
    path("agent/", agent.home, name="agent"),
    path("agent/consent/", agent.consent, name="agent_consent"),
    path("agent/signed/", agent.sign, name="agent_sign"),
    path("for/", relatives.start, name="for"),
    path("for/family/", relatives.family, name="family"),
    path("for/signed/", relatives.sign, name="for_sign"),
    path("for/guardian/", guardian.start, name="guardian"),
    path("for/guardian/signed/", guardian.sign, name="guardian_sign"),
    path("for/guardian/<uuid:request_id>/", guardian.asked, name="guardian_asked"),
    path("acting/<uuid:consent_id>/", mandate.overview, name="mandate"),
    path("acting/<uuid:consent_id>/slip/", mandate.slip, name="slip"),
    path("acting/<uuid:consent_id>/<slug:key>/", mandate.go_on, name="go_on"),
    path("drafts/<uuid:draft_id>/check/", apply.check, name="check"),
    path("drafts/<uuid:draft_id>/discard/", apply.discard, name="discard"),
    path("drafts/<uuid:draft_id>/consent/", apply.consent_anew, name="consent_anew"),
    path("drafts/<uuid:draft_id>/<slug:page_key>/", apply.page, name="page"),
    path("cases/where/", own.where_is_my_case, name="where"),
    path("cases/<str:reference>/", own.case, name="case"),
    path("cases/<str:reference>/received/", own.received, name="received"),
    path("cases/<str:reference>/consent/", own.revoke, name="revoke"),
    path("cases/<str:reference>/supplement/", correct.supplement, name="supplement"),
    path("cases/<str:reference>/supplement/time/", correct.more_time, name="supplement_time"),
    path("cases/<str:reference>/withdraw/", own.withdraw, name="withdraw"),
    path("cases/<str:reference>/messages/", talk.messages, name="messages"),
    path("cases/<str:reference>/appeal/", appeal.appeal, name="appeal"),
    re_path(
        r"^cases/(?P<reference>[^/]+)/letters/(?P<letter>[0-9a-f-]{36})\.(?P<kind>pdf|odt)$",
        own.letter,
        name="one_letter",
    ),
    re_path(r"^cases/(?P<reference>[^/]+)/letter\.(?P<kind>pdf|odt)$", own.letter, name="letter"),
]
