"""The page of a consent in its reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guitai.accounts import queries as accounts
from guitai.consents import queries
from guitai.consents.access import Reader
from guitai.consents.models import Consent, Signature
from guitai.consents.terms import Capacity, Means
from guitai.consents.words import BEHIND_SOURCE, CAPACITIES, MEANS, naming
from guitai.core.kit import Row, Tone
from guitai.core.templatetags.days import day, moment


@dataclass(frozen=True)
class Shown:
    """What consents/consent.html accepts."""

    consent: Consent
    state: str
    tone: Tone
    agreed: list[Row]
    signed: list[Row]
    signature: Signature | None  # "" hidden from a representative whose mandate has ended
    is_intact: bool
    holds: bool
    is_subject: bool


@dataclass(frozen=True)
class Line:
    """One consent in a list: about whom or for whom it is, and how it stands."""

    consent: Consent
    about: str
    services: str
    state: str
    tone: Tone


def line(consent: Consent, *, about: str, today: date) -> Line:
    state, tone = state_of(consent, today=today)
    return Line(consent, about, "、".join(naming().service(key) for key in consent.services), state, tone)


def shown(reader: Reader, *, today: date) -> Shown:
    consent = reader.consent
    state, tone = state_of(consent, today=today)
    return Shown(
        consent=consent,
        state=state,
        tone=tone,
        agreed=_agreed(consent),
        signed=_signed(consent, whole=reader.is_subject) if reader.sees_evidence else [],
        signature=consent.signature if reader.sees_evidence else None,
        is_intact=queries.is_intact(consent),
        holds=reader.holds,
        is_subject=reader.is_subject,
    )


def state_of(consent: Consent, *, today: date) -> tuple[str, Tone]:
    if consent.revoked_at is not None:
        return _("Taken back"), Tone.BAD
    return (_("In force"), Tone.GOOD) if queries.holds(consent, on=today) else (_("Expired"), Tone.REST)


def who_acts(consent: Consent) -> str:
    """Answer the name with what it acts as; empty where nobody but the person does."""
    if not consent.representative:
        return ""
    words = str(CAPACITIES[Capacity(consent.capacity)])
    relation = f"{words}、{consent.relation}" if consent.relation else words
    return f"{consent.representative_name}（{relation}）"


def _agreed(consent: Consent) -> list[Row]:
    named = naming()
    rows = [Row(_("Whose data"), accounts.person(consent.subject).name)]
    if consent.representative:
        may = _("Yes") if consent.may_withdraw else _("No")
        rows += [Row(_("Who may act"), who_acts(consent)), Row(_("May withdraw an application"), may)]
    rows += [
        Row(_("For which services"), "\n".join(named.service(key) for key in consent.services)),
        Row(_("What may be looked up"), "\n".join(_by_source(named.fact(fact) for fact in consent.facts))),
        Row(_("Given on"), moment(consent.given_at)),
        Row(_("Holds until"), day(consent.until)),
    ]
    if consent.revoked_at:
        rows.append(Row(_("Taken back on"), moment(consent.revoked_at)))
    return rows


def _by_source(facts: Iterable[str]) -> list[str]:
    """Answer one line for each register: what it is asked."""
    asked: dict[str, list[str]] = {}
    for fact in facts:
        source, _colon, gives = fact.partition(BEHIND_SOURCE)
        asked.setdefault(source, []).append(gives)
    return [f"{source}{BEHIND_SOURCE}{'、'.join(filter(None, gives))}" for source, gives in asked.items()]


def _signed(consent: Consent, *, whole: bool) -> list[Row]:
    """Answer how it was agreed; network address, device and telephone are for the person's own eyes."""
    rows = [Row(_("In which way"), str(MEANS[Means(consent.means)]))]
    kept = consent.signature
    if kept is None:
        return rows
    own = [(_("Network address"), kept.address), (_("Device"), kept.device), (_("Code sent to"), _masked(kept.phone))]
    told = [
        (_("When"), moment(kept.at)),
        (_("Where"), kept.place),
        (_("Before whom"), kept.witness_name),
        (_("Witnesses"), "、".join(each["name"] for each in kept.witnesses)),
        *(own if whole else []),
    ]
    return rows + [Row(key, value) for key, value in told if value]


def _masked(phone: str) -> str:
    shown_digits = 4
    return f"{phone[:shown_digits]}***{phone[-3:]}" if phone else ""
