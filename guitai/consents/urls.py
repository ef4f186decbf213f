"""Addresses of consents, under /consents/."""

from django.urls import path

from guitai.consents import views

app_name = "consents"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:consent_id>/", views.consent, name="consent"),
    path("<uuid:consent_id>/revoke/", views.revoke, name="revoke"),
    path("<uuid:consent_id>/record.json", views.record, name="record"),
    path("<uuid:consent_id>/signature.png", views.signature, name="signature"),
    path("<uuid:consent_id>/witness/<int:nth>.png", views.witness, name="witness"),
]
