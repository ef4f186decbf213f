"""For whom is this request made, and by what right: found out anew at every request, kept nowhere.

The applicant acts for herself. An agent acts through his account and his post, a relative or guardian through her own
proven person, and only under a consent of the applicant that names them and the service, and holds at this moment.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from guitai.accounts import queries as accounts
from guitai.accounts.access import SignedInRequest
from guitai.accounts.models import Person
from guitai.accounts.terms import Official, Role
from guitai.cases import queries
from guitai.cases.models import Application, Case
from guitai.cases.terms import Filing
from guitai.consents import queries as consents
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity
from guitai.core import clock, rocdate
from guitai.work.terms import Mover, WaitsFor

# Where an agent had the consent signed is the way an application came in.
PLACES = {"counter": "公所櫃台", "home_visit": "到宅服務"}
ONLINE = "online"
AS_WHAT: dict[Capacity, Promise] = {
    Capacity.AGENT: gettext_lazy("%(name)s (agent, applying for the person)"),
    Capacity.RELATIVE: gettext_lazy("%(name)s (%(relation)s, applying for the person)"),
    Capacity.GUARDIAN: gettext_lazy("%(name)s (guardian, applying for the person)"),
}


@dataclass(frozen=True)
class Acting:
    """Who acts for whom; ``ref`` is the account for the audit, ``representative`` whom the consent names, if any."""

    applicant: Person
    ref: str
    words: str
    capacity: Capacity = Capacity.SELF
    consent_id: str = ""
    representative: str = ""
    until: date | None = None
    channel: str = ONLINE
    may_withdraw: bool = True

    @property
    def for_other(self) -> bool:
        return self.capacity is not Capacity.SELF

    @property
    def filing(self) -> Filing:
        """Answer what a case keeps of who sent it: nothing where it is the applicant."""
        return Filing(self.ref, self.words, self.channel) if self.for_other else Filing()

    @property
    def home(self) -> str:
        """Answer the page to come back to."""
        return reverse("cases:mandate", args=[self.consent_id]) if self.for_other else reverse("portal:my_page")


class MandateOver(Exception):
    """Whoever asks acted for this person, and may not any more."""

    def __init__(self, consent: Consent) -> None:
        self.consent = consent
        super().__init__(over_words(consent))


class OwnConsentNeeded(Exception):
    """The applicant goes on alone with what somebody else began: the consent it was begun under is over."""

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__(str(application.draft))


def for_application(request: SignedInRequest, draft_id: UUID) -> tuple[Acting, Application]:
    """Answer who acts and the application; raises Http404, MandateOver or OwnConsentNeeded."""
    application = queries.begun(draft_id)
    if application is None:
        raise Http404
    acting = _acting(request, application.applicant, application.service_key)
    if not acting.for_other and _needs_own(application):
        raise OwnConsentNeeded(application)
    return acting, application


def for_case(request: SignedInRequest, reference: str) -> tuple[Acting, Case]:
    """Answer who acts and the case; raises Http404 or MandateOver."""
    case = queries.case_by_number(reference)
    if case is None:
        raise Http404
    return _acting(request, case.application.applicant, case.application.service_key), case


def under(request: SignedInRequest, consent_id: UUID) -> tuple[Acting, Consent]:
    """Answer who acts under this very consent; raises Http404 or MandateOver."""
    consent = Consent.objects.select_related("signature").filter(pk=consent_id).first()
    if consent is None or consent.representative not in _own_refs(request):
        raise Http404
    if not consents.holds(consent, on=clock.today()):
        raise MandateOver(consent)
    return _as(request, consent), consent


def mandates(request: SignedInRequest) -> list[Consent]:
    """Answer the consents under which whoever asks may act today, newest first."""
    return [each for ref in _own_refs(request) for each in held_by(ref)]


def held_by(ref: str) -> list[Consent]:
    """Answer the consents under which this account or person may act today, newest first."""
    return [each for each in consents.mandates_of(ref) if consents.holds(each, on=clock.today())]


def mover(acting: Acting) -> Mover:
    """Answer who makes a move of the applicant's side."""
    ref = acting.representative if acting.for_other else acting.applicant.ref
    return Mover(ref=ref, words=acting.words or acting.applicant.name, kind=WaitsFor.APPLICANT)


def over_words(consent: Consent) -> str:
    """Answer when the consent ended, and by whom."""
    if consent.revoked_at is None:
        return _("The consent held until %(day)s.") % {"day": rocdate.roc_full(consent.until)}
    day = rocdate.roc_full(consent.revoked_at.astimezone(clock.TAIPEI).date())
    return _("The consent was taken back on %(day)s by %(who)s.") % {"day": day, "who": _who_ended(consent)}


def _who_ended(consent: Consent) -> str:
    """Answer the name; where an official ended it on the person's wish, the person and not the official."""
    if consents.ended_at_counter(consent):
        return _("the person herself (at the counter)")
    by_representative = consent.revoked_by == consent.representative
    return str(consent.representative_name if by_representative else accounts.person(consent.subject).name)


def _acting(request: SignedInRequest, applicant: str, service_key: str) -> Acting:
    if request.person is not None and request.person.ref == applicant:
        return Acting(request.person, request.account.ref, request.person.name)
    concerned = [each for ref in _own_refs(request) for each in consents.mandates_of(ref).filter(subject=applicant)]
    for_this = [each for each in concerned if service_key in each.services]
    holding = next((each for each in for_this if consents.holds(each, on=clock.today())), None)
    if holding:
        return _as(request, holding)
    if for_this:
        raise MandateOver(for_this[0])
    raise Http404


def _as(request: SignedInRequest, consent: Consent) -> Acting:
    capacity = Capacity(consent.capacity)
    return Acting(
        applicant=accounts.person(consent.subject),
        ref=request.account.ref,
        words=representative_words(consent),
        capacity=capacity,
        consent_id=str(consent.pk),
        representative=consent.representative,
        until=consent.until,
        channel=channel_of(consent),
        may_withdraw=consent.may_withdraw,
    )


def representative_words(consent: Consent) -> str:
    """Answer who acts as it is kept with the case, in the language of the files: name, and as what."""
    with override("zh-hant"):
        return str(AS_WHAT[Capacity(consent.capacity)]) % {
            "name": consent.representative_name,
            "relation": consent.relation,
        }


def channel_of(consent: Consent) -> str:
    """Answer how an application under this consent comes in: on line, at a counter, or from a home visit."""
    place = str(consent.signature.place) if consent.signature else ""
    return next((channel for channel, words in PLACES.items() if words == place), ONLINE)


def agent_of(official: Official | None) -> bool:
    return official is not None and official.may(Role.AGENT)


def _own_refs(request: SignedInRequest) -> list[str]:
    """Answer as whom this account may act for others: by its post, and as the person it is proven to be."""
    own = [request.account.ref] if agent_of(request.official) else []
    return [*own, request.person.ref] if request.person else own


def _needs_own(application: Application) -> bool:
    if queries.case_known(application) or not queries.representative_of(application):
        return False
    consent = consents.consent(application.consent)
    return not consents.holds(consent, on=clock.today())
