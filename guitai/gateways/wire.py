"""The connection to an agency: the guarded one of the product, its troubles told as reasons of this package."""

from collections.abc import Mapping

from guitai.core.outgoing import http
from guitai.core.outgoing.terms import Limits, NothingCame, RawAnswer
from guitai.gateways.terms import NoAnswer, Reason

__all__ = ["Limits", "RawAnswer", "post"]


def post(url: str, *, headers: Mapping[str, str], body: bytes, loopback: bool, limits: Limits) -> RawAnswer:
    """Answer what came back, whatever it says; NoAnswer(down, slow or garbage) when nothing usable came in time."""
    try:
        return http.post(url, headers=headers, body=body, loopback=loopback, limits=limits)
    except NothingCame as nothing:
        raise NoAnswer(Reason(nothing.trouble.value), str(nothing)) from nothing
