"""Applying as the guardian of somebody: who the ward is, the paper that shows it, the consent, and the waiting."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guitai.accounts.access import CitizenRequest, citizen_page
from guitai.accounts.forms import BornField, NameField, NumberField
from guitai.cases import guardian_words, guardians, mandates, sealing
from guitai.cases.guardians import Asked, GuardianRefusal
from guitai.cases.models import GuardianRequest
from guitai.catalogue import queries as catalogue
from guitai.consents import strokes
from guitai.consents.terms import ConsentRefused, Means, Signed
from guitai.core import clock
from guitai.core.kit import Problem
from guitai.files import actions as files
from guitai.files import queries as stored
from guitai.files.terms import FileRefused, FileView, NotYours

MOST_PAPERS = 3
PAGE = "guardian"


class GuardianForm(forms.Form):
    """Who the ward is, and what the paper says."""

    number = NumberField(label=gettext_lazy("Identity number of your ward"), max_length=60)
    name = NameField(label=gettext_lazy("Name of your ward, as on the card"), max_length=100)
    born = BornField(
        label=gettext_lazy("Birth date of your ward"), help_text=gettext_lazy("For example 79/3/5"), max_length=30
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What shows that you are the guardian?"),
        widget=forms.RadioSelect,
        choices=list(guardians.KINDS.items()),
    )
    office = forms.CharField(label=gettext_lazy("Court or office that made the paper"), max_length=60)
    paper_number = forms.CharField(label=gettext_lazy("Number on the paper"), max_length=60)
    paper_day = BornField(
        label=gettext_lazy("Date on the paper"), help_text=gettext_lazy("For example 115/3/10"), max_length=30
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to apply for?"), widget=forms.CheckboxSelectMultiple
    )
    may_withdraw = forms.MultipleChoiceField(
        label=gettext_lazy("If it should be withdrawn"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("yes", gettext_lazy("I may also withdraw the application for my ward"))],
        required=False,
    )

    def __init__(self, own_number: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._own_number = own_number
        services = self.fields["services"]
        if isinstance(services, forms.ChoiceField):
            services.choices = [(service.key, str(service.title)) for service in catalogue.services()]

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        if number == self._own_number:
            raise ValidationError(_("This is your own number. Enter the number of your ward."))
        return number

    def clean_paper_day(self) -> date:
        day: date = self.cleaned_data["paper_day"]
        if day > clock.today():
            raise ValidationError(_("This day is still to come. Enter the date that stands on the paper."))
        return day


@citizen_page
@require_http_methods(["GET", "POST"])
def start(request: CitizenRequest) -> HttpResponse:
    """Ask who the ward is and for the paper; posted, show the consent to sign. Nobody is asked about the ward."""
    if request.method == "GET":
        return _form_page(request, GuardianForm(request.person.national_number))
    form = GuardianForm(request.person.national_number, request.POST)
    kept, problems = _papers(request)
    if not form.is_valid() or problems:
        return _form_page(request, form, kept=kept, problems=problems)
    typed = form.cleaned_data
    asked = Asked(
        **{key: typed[key] for key in ("number", "name", "born", "kind", "office", "paper_number", "paper_day")},
        services=tuple(typed["services"]),
        may_withdraw=bool(typed["may_withdraw"]),
        papers=tuple(file.ref for file in kept),
        until=mandates.last_day(clock.now()),
    )
    return _sign_page(request, asked, key=str(uuid4()), text=guardian_words.text(asked, request.person))


@citizen_page
@require_POST
def sign(request: CitizenRequest) -> HttpResponse:
    """The guardian has signed: the request waits for a clerk. Pressed twice, it is the same request."""
    sealed = sealing.unseal(request.POST.get("state", ""), page=PAGE, account=request.account.ref)
    if sealed is None or "paper_day" not in sealed:
        return redirect("cases:guardian")
    key, text, asked = sealed["key"], sealed["text"], _unsealed(sealed)
    try:
        waiting = guardians.ask(
            asked,
            _signed(request),
            key=UUID(key),
            guardian=request.person,
            account=request.account.ref,
            text=text,
            now=clock.now(),
        )
    except (ConsentRefused, GuardianRefusal, NotYours) as refusal:
        return _sign_page(request, asked, key=key, text=text, problem=str(refusal))
    return redirect("cases:guardian_asked", waiting)


@citizen_page
@require_GET
def asked(request: CitizenRequest, request_id: UUID) -> HttpResponse:
    """Tell the guardian, and nobody else, how far the request is and why it was not accepted."""
    row = guardians.of_guardian(request.person.ref).filter(pk=request_id).first()
    if row is None:
        raise Http404
    said = guardians.said_of(row)
    context = {
        "row": row,
        "said": said,
        "paper": guardian_words.paper_words(said),
        "services": [catalogue.service(key).title for key in row.services],
        "state": guardians.STATES[row.state],
    }
    return render(request, "cases/guardian_asked.html", context)


def _signed(request: CitizenRequest) -> Signed:
    """Answer how the guardian agreed: by hand, or through the proven account where no hand can draw."""
    own_account = request.POST.get("means") == Means.OWN_ACCOUNT
    return Signed(
        means=Means.OWN_ACCOUNT if own_account else Means.SIGNATURE,
        at=clock.now(),
        strokes=() if own_account else strokes.read(request.POST.get("signature", "")),
        address=request.META.get("REMOTE_ADDR", ""),
        device=request.headers.get("User-Agent", "")[:400],
    )


def _papers(request: CitizenRequest) -> tuple[list[FileView], list[Problem]]:
    """Answer the photos sent before and now, and what is wrong with those that were not taken."""
    owner, problems = request.person.ref, list[Problem]()
    before = stored.files_of(owner, request.POST.getlist("kept")[:MOST_PAPERS])
    kept = [file for file in before.values() if not file.holder]
    for upload in request.FILES.getlist("papers"):
        if len(kept) == MOST_PAPERS:
            problems.append(Problem(_("At most three papers. Put several pages into one PDF."), "papers"))
            break
        try:
            kept.append(files.store(upload, owner=owner, now=clock.now()))
        except FileRefused as refused:
            problems.append(Problem(f"{upload.name}: {refused}", "papers"))
    if not kept and not problems:
        problems.append(Problem(_("Take a photo of the paper, or choose the file."), "papers"))
    return kept, problems


def _form_page(
    request: CitizenRequest,
    form: GuardianForm,
    *,
    kept: list[FileView] | None = None,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    wrong = [
        Problem(_("%(field)s: %(words)s") % {"field": form[name].label, "words": words}, str(form[name].auto_id))
        for name, each in form.errors.items()
        for words in each
    ]
    context = {
        "form": form,
        "kept": kept or [],
        "papers_problem": " ".join(str(each.words) for each in problems or []),
        "problems": [*wrong, *(problems or [])],
        "requests": [_line(row) for row in guardians.of_guardian(request.person.ref)[:10]],
    }
    return render(request, "cases/guardian.html", context, status=422 if context["problems"] else 200)


def _line(row: GuardianRequest) -> dict[str, object]:
    return {"key": row.pk, "name": row.said["name"], "asked_at": row.asked_at, "state": guardians.STATES[row.state]}


def _sign_page(request: CitizenRequest, asked: Asked, *, key: str, text: str, problem: str = "") -> HttpResponse:
    sealed = {
        **vars(asked),
        "born": asked.born.isoformat(),
        "paper_day": asked.paper_day.isoformat(),
        "until": asked.until.isoformat(),
        "key": key,
        "text": text,
    }
    context = {
        "name": request.person.name,
        "text": text,
        "state": sealing.seal(sealed, page=PAGE, account=request.account.ref),
        "signature": request.POST.get("signature", ""),
        "problem": problem,
        "problems": [Problem(problem, "signature")] if problem else [],
    }
    return render(request, "cases/guardian_sign.html", context, status=422 if problem else 200)


def _unsealed(sealed: dict[str, Any]) -> Asked:
    said = {key: value for key, value in sealed.items() if key not in ("key", "text")}
    days = {key: date.fromisoformat(said[key]) for key in ("born", "paper_day", "until")}
    lists = {key: tuple(said[key]) for key in ("services", "papers")}
    return Asked(**{**said, **days, **lists})
