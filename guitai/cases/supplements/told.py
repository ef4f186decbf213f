"""What notices and letters say of a request for corrections, and the notices themselves."""

from datetime import date, datetime

from guitai.accounts import queries as accounts
from guitai.cases import contact
from guitai.cases.models import Supplement
from guitai.cases.supplements import queries, reasons
from guitai.catalogue.terms import Service
from guitai.core.clock import TAIPEI
from guitai.core.rocdate import roc
from guitai.notices import actions as notices
from guitai.notices import words
from guitai.notices.terms import Notice, NoticeContent, Sender


def tell(request: Supplement, service: Service, kind: str, *, actor: str, now: datetime) -> None:
    """The applicant is told in the way chosen, and who acts for her by mail, with the name of who asked."""
    notice = notice_of(request, service, kind, actor=actor)
    for each in (notice, *contact.copies(notice, request.case, on=now.astimezone(TAIPEI).date())):
        notices.send(each, now=now)


def preview(request: Supplement, service: Service, *, actor: str) -> NoticeContent:
    """Answer the message as it will go out, before it does."""
    return words.fill(notice_of(request, service, "supplement_asked", actor=actor))


def notice_of(request: Supplement, service: Service, kind: str, *, actor: str) -> Notice:
    case = request.case
    person = accounts.person(case.application.applicant)
    template, recipient = service.notices[kind], contact.recipient(case, person)
    own = {"case_number": case.reference, "service": service.title.zh, "service_en": service.title.en}
    data = {**own, **data_of(request)}
    agency = accounts.agency(request.agency_code)
    return Notice(
        template=template,
        recipient=recipient,
        sender=Sender(agency.code, agency.name, agency.address, agency.phone, asker(request)),
        thing=f"case:{case.reference}",
        data={name: data.get(name, "") for name in template.data},
        actor=actor,
        path=page(case.reference, by_mail=bool(recipient.email)),
    )


def page(reference: str, *, by_mail: bool) -> str:
    """Answer where to look: who reads paper types the number and four digits instead of signing in."""
    return f"/cases/{reference}/" if by_mail else f"/cases/where/?reference={reference}"


def asker(request: Supplement) -> str:
    """Answer who asked, without the office, which stands before the name."""
    agency = accounts.agency(request.agency_code).name
    return request.asked_by_words.removeprefix(agency).strip()


def data_of(request: Supplement) -> dict[str, str]:
    """Answer the names a notice or letter of a request may use."""
    return {
        "items": items(request),
        "items_en": items(request, english=True),
        "asked_on": roc(_day(request.asked_at)),
        "due_on": roc(request.due_on) if request.due_on else "",
        "due_on_en": _english(request.due_on),
        "asked_by": request.asked_by_words,
        "wanted": request.extension_wanted,
        "answer": request.extension_answer,
        "reminded_on": roc(_day(request.reminded_at)) if request.reminded_at else "",
    }


def items(request: Supplement, *, english: bool = False) -> str:
    """Answer one line for each thing: what, and why."""
    lines = []
    for number, mark in enumerate(queries.marks_of(request), start=1):
        why = reasons.why(mark)
        label, words = (mark.label.en or mark.label.zh, why.en or why.zh) if english else (mark.label.zh, why.zh)
        lines.append(f"{number}. “{label}”: {words}" if english else f"{number}.「{label}」{words}")
    return "\n".join(lines)


def ran_out(request: Supplement) -> str:
    """Answer the reasons of a case that was not corrected in time: what was missing, and the notice given."""
    told = data_of(request)
    again = f"，並於{told['reminded_on']}再次提醒" if told["reminded_on"] else ""
    until = (
        f"本案經{told['asked_by']}於{told['asked_on']}通知臺端於{told['due_on']}前補正下列事項{again}，臺端逾期未補正："
    )
    return f"{until}\n{told['items']}"


def unclear(request: Supplement) -> str:
    """Answer what the officer reads of a request that ran out with something saved or wanted."""
    wanted = f"申請人曾申請延期：{request.extension_wanted}" if queries.wants_time(request) else ""
    begun = "申請人已填寫一部分，尚未送出。" if queries.has_begun(request) else ""
    return "\n".join(filter(None, ("補件期限已過。", begun, wanted)))


def _day(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date()


def _english(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
