"""What every page that proves identity shares: how it is asked for, how it is shown, where it leads."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def next_page(request: HttpRequest) -> str:
    """Answer where the person was going; only to pages of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if here else "/"


def page(request: HttpRequest, template: str, form: forms.Form, words: Mapping[str, object]) -> HttpResponse:
    return render(request, template, {"form": form, "next": next_page(request), **words})
