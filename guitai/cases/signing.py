"""How a person agrees on a page that somebody else holds: by hand, by a code by telephone, by a witnessed mark."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from guitai.accounts.models import Person
from guitai.consents import actions as consents
from guitai.consents import strokes
from guitai.consents.terms import ConsentRefused, Means, Signed, Witness
from guitai.core import han, identifiers
from guitai.notices import actions as notices
from guitai.notices.terms import TextMessage

SEND_CODE = "send_code"
WITNESSES = ("1", "2")
DRAWN = {Means.SIGNATURE: "signature", Means.WITNESSED_MARK: "mark"}  # the field that holds the strokes


@dataclass(frozen=True)
class Before:
    """Before whom and where it is done: an official and a place, or nobody and at home."""

    place: str = ""
    witness: str = ""
    witness_name: str = ""
    acts: str = ""  # the name of who is to act: nobody attests a mark in her own favour


def check_drawn(request: HttpRequest) -> None:
    """Pass when somebody has signed at all; raises ConsentRefused. Before that, nothing is said or kept of a number."""
    posted = request.POST.get("means", "")
    drawn = "" if posted == SEND_CODE else DRAWN.get(_means(posted), "")
    if drawn:
        strokes.read(request.POST.get(drawn, ""), mark=drawn == "mark")


def signed(request: HttpRequest, person: Person, before: Before, *, actor: str, now: datetime) -> Signed:
    """Answer what was posted as evidence; raises ConsentRefused with what to do. Call it outside a transaction."""
    means = _means(request.POST.get("means", ""))
    typed = request.POST
    drawn = {
        Means.SIGNATURE: lambda: strokes.read(typed.get("signature", "")),
        Means.WITNESSED_MARK: lambda: strokes.read(typed.get("mark", ""), mark=True),
    }
    return Signed(
        means=means,
        at=now,
        place=before.place,
        address=request.META.get("REMOTE_ADDR", ""),
        device=request.headers.get("User-Agent", ""),
        strokes=drawn[means]() if means in drawn else (),
        phone=_proven_phone(typed, person, actor=actor, now=now) if means is Means.PHONE_CODE else "",
        witness=before.witness,
        witness_name=before.witness_name,
        witnesses=tuple(_witness(typed, nth, acts=before.acts) for nth in WITNESSES)
        if means is Means.WITNESSED_MARK
        else (),
    )


def _means(posted: str) -> Means:
    return Means(posted) if posted in (Means.PHONE_CODE, Means.WITNESSED_MARK) else Means.SIGNATURE


def send_code(person: Person, phone: str, *, representative: str, actor: str, now: datetime) -> str:
    """The code is on its way to her telephone; answer the number. Raises CodeRefused or NoticeError."""
    with transaction.atomic():
        code = consents.phone_code(subject=person.ref, phone=phone, actor=actor, now=now, representative=representative)
        number = identifiers.check_mobile(phone)
        words = _(
            "Code %(code)s. Somebody wants to apply for benefits in your name. Tell the code only if you agree."
        ) % {"code": code}
        notices.send_text(TextMessage(to=number, text=words, thing=person.ref, actor=actor), now=now)
    return number


def _proven_phone(typed: QueryDict, person: Person, *, actor: str, now: datetime) -> str:
    phone = typed.get("phone", "")
    consents.check_phone_code(subject=person.ref, phone=phone, code=typed.get("code", ""), actor=actor, now=now)
    return identifiers.check_mobile(phone)


def _witness(typed: QueryDict, nth: str, *, acts: str) -> Witness:
    name = typed.get(f"witness_{nth}_name", "").strip()
    if acts and han.search_key(name) == han.search_key(acts):
        raise ConsentRefused(_("Whoever is to act cannot be a witness (Civil Code, art. 3)."))
    return Witness(name=name, strokes=strokes.read(typed.get(f"witness_{nth}", "")))
