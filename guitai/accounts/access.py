"""Who may open a page: the two decorators every page behind sign-in wears.

``citizen_page``: signed in, and bound to a person. ``official_page(role, …)``: holds a post with one of the roles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from guitai.accounts.models import Account, Person
from guitai.accounts.terms import Official, Role

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., object])


class Gate(StrEnum):
    """Who comes as far as a page, whosever thing it is about; docs/reference/access.md shows it for every address."""

    OPEN = "everybody"
    SIGNED_IN = "signed in"
    PROVEN = "proven to be a person"
    REPRESENTED = "proven, or an agent of an office"
    CONCERNED = "named in the consent"
    POST = "holds a post with one of the roles"
    SYSTEM = "a registered system, by its signature"


@dataclass(frozen=True)
class Access:
    """What the decorator of a page says."""

    gate: Gate
    roles: frozenset[Role] = frozenset()


OPEN = Access(Gate.OPEN)


def access_of(page: object) -> Access:
    """Answer who comes as far as this page."""
    said = getattr(page, "access", OPEN)
    return said if isinstance(said, Access) else OPEN


def marked(page: V, access: Access) -> V:
    """The page says who comes in; decorators around it hand that on, as functools.wraps copies it."""
    page.__dict__["access"] = access
    return page


class VisitorRequest(HttpRequest):
    """Any request, as the middleware leaves it."""

    account: Account | None
    person: Person | None
    official: Official | None


class SignedInRequest(HttpRequest):
    account: Account
    person: Person | None
    official: Official | None


class CitizenRequest(HttpRequest):
    """A request of somebody bound to a person."""

    account: Account
    person: Person
    official: Official | None


class OfficialRequest(HttpRequest):
    """A request of somebody who holds a post with a role the page asks for."""

    account: Account
    person: Person | None
    official: Official


def signed_in_page(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if cast("VisitorRequest", request).account is None:
            return redirect_to_login(request.get_full_path())
        return _private(view(cast("SignedInRequest", request), *args, **kwargs))

    return marked(guarded, Access(Gate.SIGNED_IN))


def citizen_page(
    view: Callable[Concatenate[CitizenRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in whoever is signed in and proven to be a person; an official comes here only as herself."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visitor = cast("VisitorRequest", request)
        if visitor.account is None:
            return redirect_to_login(request.get_full_path())
        if visitor.person is None:
            return _go_with_next("accounts:prove", request)
        return _private(view(cast("CitizenRequest", request), *args, **kwargs))

    return marked(guarded, Access(Gate.PROVEN))


def represented_page(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who is proven to be a person, and agents of their office; for whom they may act the view finds out."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visitor = cast("VisitorRequest", request)
        if visitor.account is None:
            return redirect_to_login(request.get_full_path())
        is_agent = visitor.official is not None and visitor.official.may(Role.AGENT)
        if visitor.person is None and not is_agent:
            return _go_with_next("accounts:prove", request)
        if is_agent and _lacks_second_factor(visitor.account):
            return _ask_for_second_factor(request)
        return _private(view(cast("SignedInRequest", request), *args, **kwargs))

    return marked(guarded, Access(Gate.REPRESENTED))


def official_page(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[OfficialRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let in officials with one of the roles; for everybody else the page is as absent as any other."""

    def decorate(
        view: Callable[Concatenate[OfficialRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            visitor = cast("VisitorRequest", request)
            if visitor.account is None:
                return redirect_to_login(request.get_full_path())
            if visitor.official is None or not any(visitor.official.may(role) for role in roles):
                raise Http404
            if _lacks_second_factor(visitor.account):
                return _ask_for_second_factor(request)
            return _private(view(cast("OfficialRequest", request), *args, **kwargs))

        return marked(guarded, Access(Gate.POST, frozenset(roles)))

    return decorate


def _lacks_second_factor(account: Account) -> bool:
    return bool(settings.OFFICIALS_NEED_SECOND_FACTOR) and not _has_second_factor(account)


def _ask_for_second_factor(request: HttpRequest) -> HttpResponseBase:
    messages.warning(request, _("Officials sign in with two steps. Please add a passkey or an app first."))
    return _go_with_next("mfa_index", request)


def _has_second_factor(account: Account) -> bool:
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(is_mfa_enabled(account, types=factors))


def _go_with_next(page: str, request: HttpRequest) -> HttpResponseBase:
    return redirect(f"{reverse(page)}?{urlencode({'next': request.get_full_path()})}")


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep what one person may see out of every cache, the browser's included."""
    patch_cache_control(response, private=True, no_store=True)
    return response
