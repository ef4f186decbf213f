"""What every page knows: whether this is the demo, and where one can go from here."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from guitai.core.kit import Entry, Words


@dataclass(frozen=True)
class NavigationLink:
    words: Words
    url: str
    current: str  # "", "page" for this page, "true" for a page below it


def kit(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "navigation": navigation(request)}


def navigation(request: HttpRequest) -> list[NavigationLink]:
    """Answer the entries for whoever looks, in the order of settings.NAVIGATION."""
    audiences = {"everyone"}
    if getattr(request, "person", None):
        audiences.add("person")
    official = getattr(request, "official", None)
    if official:
        audiences |= {"official", *(f"role:{role}" for post in official.posts for role in post.roles)}
    entries: tuple[Entry, ...] = getattr(settings, "NAVIGATION", ())
    return [_link(entry, request.path) for entry in entries if entry.audience in audiences]


def _link(entry: Entry, path: str) -> NavigationLink:
    url = reverse(entry.view)
    if url == path:
        return NavigationLink(entry.words, url, "page")
    below = url != "/" and path.startswith(url)
    return NavigationLink(entry.words, url, "true" if below else "")
