"""Pages for citizens."""

from django.urls import path

from guitai.portal import look_views, trial_views, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/", views.services, name="services"),
    path("services/<slug:key>/", views.service, name="service"),
    path("services/<slug:key>/trial/", trial_views.trial, name="trial"),
    path("my/", views.my_page, name="my_page"),
    path("my/lookups/", look_views.my_looks, name="my_lookups"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("contact/", views.contact, name="contact"),
]
