"""Which registered system calls: the question bears its signature (RFC 9421, Ed25519), made within two minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature
from http_message_signatures.algorithms import ED25519

from guitai.accounts.access import Access, Gate, marked

MAX_AGE = timedelta(seconds=120)
TAG = "data-tracker"
PARTS = ("@method", "@target-uri", "x-road-userid")
P = ParamSpec("P")


@dataclass(frozen=True)
class Caller:
    """A system that may ask, by the name under which its key is registered."""

    name: str

    @property
    def ref(self) -> str:
        return f"caller:{self.name}"


@dataclass
class _Message:
    """As http-message-signatures wants a request."""

    method: str
    url: str
    headers: dict[str, str]


class _Registered(HTTPSignatureKeyResolver):  # type: ignore[misc]  # the library says no types
    """The public keys of settings.API_CALLERS, by the name of the caller."""

    def resolve_public_key(self, key_id: str) -> bytes | None:
        file = settings.API_CALLERS.get(key_id)
        return Path(file).read_bytes() if file else None


def caller_of(request: HttpRequest) -> Caller:
    """Answer who signed exactly this question; raises InvalidSignature."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    message = _Message(str(request.method), request.build_absolute_uri(), headers)
    verifier = HTTPMessageVerifier(signature_algorithm=ED25519, key_resolver=_Registered())
    (found,) = verifier.verify(message, max_age=MAX_AGE, expect_tag=TAG, require_components=PARTS)
    return Caller(str(found.parameters["keyid"]))


def registered_system(
    view: Callable[Concatenate[HttpRequest, Caller, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in a registered system; for everybody else there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            caller = caller_of(request)
        except (InvalidSignature, KeyError, ValueError) as unsigned:
            raise Http404 from unsigned
        return view(request, caller, *args, **kwargs)

    return marked(guarded, Access(Gate.SYSTEM))
