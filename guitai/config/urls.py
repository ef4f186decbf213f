"""Addresses of all pages, package by package."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def demo_pages(*, demo: bool) -> list[URLResolver]:
    """One-click sign-in: in production there is no such address, and its module is never imported."""
    return [path("demo/", include("guitai.config.demo_urls"))] if demo else []


handler400 = "guitai.core.views.bad_request"
handler500 = "guitai.core.views.server_error"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guitai.core.urls")),
    path("", include("guitai.portal.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("guitai.accounts.urls")),
    path("consents/", include("guitai.consents.urls")),
    path("", include("guitai.cases.urls")),
    path("", include("guitai.rights.urls")),
    path("desk/", include("guitai.desk.urls")),
    path("api/v2/", include("guitai.api.urls")),
    *demo_pages(demo=settings.DEMO),
]
