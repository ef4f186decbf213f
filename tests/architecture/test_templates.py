"""Every template keeps the house rules: a contract on top, no inline script, includes that see what they are given."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

GUITAI = Path(__file__).resolve().parents[2] / "guitai"
CONTRACT = re.compile(r"^\{# \S.*? — accepts: .+? #\}")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
INCLUDE = re.compile(r"\{%\s*include\s+(?P<what>\S+)(?P<rest>.*?)%\}", re.DOTALL)
POST_FORM = re.compile(r"<form\b[^>]*\bmethod=[\"']?post\b.*?</form>", re.DOTALL | re.IGNORECASE)
IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[a-zA-Z][^>]*>")
INLINE = {
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an on… attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}

TEMPLATES = {
    str(path.relative_to(folder)): path
    for folder in sorted(GUITAI.glob("*/templates"))
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".html", ".txt"}
}
# allauth's own snippets read the whole page; ours in its folders only dress them
DRESSES_ALLAUTH = ("account/", "allauth/", "mfa/", "usersessions/")
PAGES = {name: path for name, path in TEMPLATES.items() if path.suffix == ".html"}


def source(name: str) -> str:
    return TEMPLATES[name].read_text(encoding="utf-8")


def code(name: str) -> str:
    """Answer the template without its comments."""
    return COMMENT.sub("", source(name))


def test_there_are_templates_to_check() -> None:
    assert {"kit/base.html", "portal/home.html", "404.html"} <= set(PAGES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    assert get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_template_starts_with_its_contract(name: str) -> None:
    first = source(name).splitlines()[0]

    assert CONTRACT.match(first), f"{name}: begin with {{# {name.removesuffix('.html')} — accepts: … #}}"


@pytest.mark.parametrize("name", PAGES)
def test_no_template_holds_inline_script_or_style(name: str) -> None:
    found = [what for what, pattern in INLINE.items() if pattern.search(code(name))]

    assert not found, (
        f"{name} holds {', '.join(found)}; the content security policy refuses it: use a module or a class"
    )


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(DRESSES_ALLAUTH)])
def test_every_include_gives_only_what_it_names(name: str) -> None:
    loose = [match["what"] for match in INCLUDE.finditer(code(name)) if match["rest"].split()[-1:] != ["only"]]

    assert not loose, f'{name}: end the include of {", ".join(loose)} with "only"'


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_posts_carries_the_token_against_forged_requests(name: str) -> None:
    bare = [form[:80] for form in POST_FORM.findall(code(name)) if "{% csrf_token %}" not in form]

    assert not bare, f"{name}: add {{% csrf_token %}} to {bare}"


@pytest.mark.parametrize("name", PAGES)
def test_an_include_that_needs_the_token_is_given_it(name: str) -> None:
    starved = [
        match["what"]
        for match in INCLUDE.finditer(code(name))
        if "{% csrf_token %}" in _included(match["what"]) and "csrf_token=csrf_token" not in match["rest"]
    ]

    assert not starved, f"{name}: add csrf_token=csrf_token to the include of {', '.join(starved)}"


def _included(what: str) -> str:
    name = what.strip("\"'")
    return code(name) if name in TEMPLATES else ""


@pytest.mark.parametrize("name", PAGES)
def test_every_image_has_words_for_those_who_do_not_see_it(name: str) -> None:
    silent = [tag for tag in IMAGE.findall(code(name)) if not re.search(r"\balt=", tag)]

    assert not silent, f'{name}: add alt="…" (empty where it only decorates) to {silent}'


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_another_site_to_load_from(name: str) -> None:
    foreign = [tag for tag in TAG.findall(code(name)) if re.search(r"\bsrc(set)?=[\"'](https?:)?//", tag)]

    assert not foreign, f"{name} loads from elsewhere: {foreign}"
