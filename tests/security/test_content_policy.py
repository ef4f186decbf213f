"""No page may run or load what we did not ship: the header on every route, and pages that need no exception to it."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

TEMPLATES = sorted((Path(settings.ROOT) / "guitai").rglob("templates/**/*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:",
    re.IGNORECASE,
)
VALUES = ["1", "a", "pdf", "csv", "2026-01", "00000000-0000-4000-8000-000000000000"]
WANTED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def named_routes() -> Iterator[tuple[str, str]]:
    """Answer each named route with an address that leads there."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, space: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            name = f"{space}{each.name}"
            if address := _address(name):
                yield name, address
        else:
            yield from _below(each, f"{each.namespace}:" if each.namespace else space)


def _address(name: str) -> str:
    resolver = get_resolver()
    space, _colon, own = name.rpartition(":")
    prefix = resolver.namespace_dict[space][0] if space else ""
    inner = resolver.namespace_dict[space][1] if space else resolver
    for possible in inner.reverse_dict.getlist(own):
        for template, parameters in possible[0]:
            for values in product(VALUES, repeat=len(parameters)):
                path = "/" + prefix + template % dict(zip(parameters, values, strict=True))
                if _leads_to(path, own):
                    return path
    return ""


def _leads_to(path: str, name: str) -> bool:
    try:
        return resolve(path).url_name == name
    except Resolver404:
        return False


def directives(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_route_forbids_what_we_did_not_ship(method: str) -> None:
    client, seen = Client(raise_request_exception=False), 0
    for name, path in named_routes():
        answer = client.generic(method, path)
        said = directives(answer.headers.get("Content-Security-Policy", ""))
        assert said.items() >= WANTED.items(), (name, path, answer.status_code)
        assert not [value for value in said.values() if "unsafe" in value or "*" in value], name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        seen += 1
    assert seen > 80


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/services/x/", "/%00", "/static/nothing.css"])
def test_what_is_not_there_says_so_under_the_same_rules(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)

    assert answer.status_code == 404
    assert directives(answer.headers["Content-Security-Policy"]).items() >= WANTED.items()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_needs_an_exception(template: Path) -> None:
    assert not INLINE.findall(template.read_text(encoding="utf-8"))
