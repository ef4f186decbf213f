"""業務移交: everything open that lies in one official's hands at one agency goes to the successor.

Posts and stand-ins go by calendar, so they are settled at once; cases and views go on the day itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guitai.accounts import actions as accounts
from guitai.accounts import duty
from guitai.accounts import queries as people
from guitai.accounts.models import Account
from guitai.accounts.terms import Official
from guitai.audit import actions as audit
from guitai.cases.movers import official_mover
from guitai.consents import queries as consents
from guitai.core.clock import TAIPEI
from guitai.desk.appointing import check_assigner
from guitai.desk.models import HandedOver, HandOver, SavedView
from guitai.desk.terms import DeskRefusal
from guitai.work import assigning
from guitai.work import queries as work
from guitai.work.models import Task
from guitai.work.terms import Desk, Mover, WaitsFor


class Kind(StrEnum):
    """What can lie in somebody's hands."""

    POST = "post"
    STAND_IN = "stand_in"
    TASK = "task"
    WAITING = "waiting"
    VIEW = "view"
    MANDATE = "mandate"


KIND_WORDS: dict[Kind, Promise] = {
    Kind.POST: gettext_lazy("Posts"),
    Kind.STAND_IN: gettext_lazy("Duties as stand-in"),
    Kind.TASK: gettext_lazy("Open cases"),
    Kind.WAITING: gettext_lazy("Cases sent back to their applicants"),
    Kind.VIEW: gettext_lazy("Saved views"),
    Kind.MANDATE: gettext_lazy("Consents that name this official"),
}


class GoesTo(StrEnum):
    TAKER = "taker"
    DESK = "desk"
    STAYS = "stays"


GOES_WORDS: dict[GoesTo, Promise] = {
    GoesTo.TAKER: gettext_lazy("to the successor"),
    GoesTo.DESK: gettext_lazy("to the desk, for whoever takes it next"),
    GoesTo.STAYS: gettext_lazy("nobody can pass it on: the citizen has to be asked again"),
}


@dataclass(frozen=True)
class Plan:
    """From whom to whom, at which agency, from which day on."""

    agency_code: str
    giver: Account
    taker: Account
    day: date
    remarks: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that goes over; ``key`` is the row it stands for."""

    kind: Kind
    key: int | str
    thing: str
    words: str
    due_on: date | None = None
    goes_to: GoesTo = GoesTo.TAKER
    subject: str = ""  # whose case it is


def lines(plan: Plan) -> list[Line]:
    """Answer everything that lies in the giver's hands, in the order in which one would tell it."""
    finders = (_posts, _stand_ins, _tasks, _waiting, _views, _mandates)
    return [line for find in finders for line in find(plan)]


@transaction.atomic
def hand_over(plan: Plan, *, official: Official, now: datetime) -> HandOver:
    """Posts and duties are the taker's from the day on, and everything else too once the day has come."""
    today = now.astimezone(TAIPEI).date()
    if plan.giver == plan.taker:
        raise DeskRefusal(_("Choose somebody else as successor."))
    if plan.day < today:
        raise DeskRefusal(_("This day is over. Choose today or a later day."))
    settled = [*_posts(plan), *_stand_ins(plan)]
    for line in settled:
        check_assigner(people.post(line.thing), official)
    made = _write_down(plan, official=official, now=now)
    for line in settled:
        _settle(line, plan, actor=official.account_ref, now=now)
    _keep(made, settled)
    verb = "desk.hand_over_planned" if plan.day > today else "desk.hand_over"
    detail = {"from": plan.giver.ref, "to": plan.taker.ref, "day": plan.day.isoformat()}
    audit.record(verb, actor=official.account_ref, thing=f"hand_over:{made.pk}", detail=detail, now=now)
    return made if plan.day > today else finish(made, now=now)


@transaction.atomic
def finish(made: HandOver, *, now: datetime) -> HandOver:
    """Nothing open is left with the giver; the list says what went to whom."""
    made = HandOver.objects.select_for_update().get(pk=made.pk)
    if made.done_at is not None:
        return made
    plan = plan_of(made)
    moved = [*_tasks(plan), *_waiting(plan), *_views(plan), *_mandates(plan)]
    to = _taker(plan)
    for line in moved:
        if line.kind is Kind.TASK:
            assigning.pass_on(int(line.key), to=to, actor=made.made_by, now=now)
        elif line.kind is Kind.VIEW:
            _pass_view(int(line.key), plan.taker.ref)
    _keep(made, moved)
    made.done_at = now
    made.save(update_fields=["done_at"])
    return made


def due(today: date) -> list[HandOver]:
    """Answer the hand-overs whose day has come."""
    return list(HandOver.objects.filter(done_at__isnull=True, day__lte=today).order_by("pk"))


def hands_at(agency_codes: Iterable[str]) -> list[str]:
    """Answer who has open cases of these agencies in hand, whether they still hold a post or not."""
    open_tasks = Task.objects.filter(done_at__isnull=True, agency_code__in=list(agency_codes)).exclude(taken_by="")
    return list(open_tasks.order_by().values_list("taken_by", flat=True).distinct())


def plan_of(made: HandOver) -> Plan:
    giver, taker = people.account(made.giver), people.account(made.taker)
    return Plan(made.agency_code, giver, taker, made.day, made.remarks)


def _write_down(plan: Plan, *, official: Official, now: datetime) -> HandOver:
    try:
        with transaction.atomic():
            return HandOver.objects.create(
                agency_code=plan.agency_code,
                giver=plan.giver.ref,
                giver_words=plan.giver.name,
                taker=plan.taker.ref,
                taker_words=plan.taker.name,
                day=plan.day,
                remarks=plan.remarks,
                made_by=official.account_ref,
                made_by_words=official.name,
                made_at=now,
            )
    except IntegrityError as planned:
        raise DeskRefusal(_("A hand-over of this official is planned already.")) from planned


def _settle(line: Line, plan: Plan, *, actor: str, now: datetime) -> None:
    if line.kind is Kind.POST:
        post = people.post_row(str(line.key))
        for stand_in in duty.stand_ins_of_post(post.ref, on=plan.day):  # nobody is away from a post with a new holder
            accounts.end_stand_in(stand_in.id, on=max(plan.day, stand_in.first), actor=actor, now=now)
        accounts.assign_post(plan.taker, post, since=plan.day, actor=actor, now=now)
    else:
        accounts.pass_stand_in_on(int(line.key), plan.taker, on=plan.day, actor=actor, now=now)


def _keep(made: HandOver, kept: list[Line]) -> None:
    HandedOver.objects.bulk_create(
        HandedOver(
            hand_over=made,
            kind=line.kind,
            thing=line.thing,
            words=line.words[:200],
            subject=line.subject,
            due_on=line.due_on,
            went_to=line.goes_to,
        )
        for line in kept
    )


def _posts(plan: Plan) -> Iterator[Line]:
    for holding in duty.holdings_of(plan.giver.ref, on=plan.day):
        post = holding.post
        if post.unit.agency.code == plan.agency_code:
            yield Line(Kind.POST, post.ref, post.ref, f"{post.unit.name} {post.title}")


def _stand_ins(plan: Plan) -> Iterator[Line]:
    for each in duty.duties_ahead(plan.giver.ref, on=plan.day):
        if each.agency_code == plan.agency_code:
            words = f"{each.title} {each.holder_name}：{max(each.first, plan.day)} – {each.last}"
            yield Line(Kind.STAND_IN, each.id, each.post, words)


def _tasks(plan: Plan) -> Iterator[Line]:
    mine = Task.objects.filter(done_at__isnull=True, taken_by=plan.giver.ref, agency_code=plan.agency_code)
    desks = _taker(plan).desks
    for task in mine.select_related("item__case").defer("item__case__answers").order_by("due_on", "id"):
        goes = GoesTo.TAKER if work.desk_of(task) in desks else GoesTo.DESK
        yield _case_line(Kind.TASK, task, task.due_on, goes)


def _waiting(plan: Plan) -> Iterator[Line]:
    """Cases the giver sent back: they come back to the desk by themselves; the successor should know them."""
    standing = Task.objects.filter(item__stood_still_since__isnull=False, item__closed_at__isnull=True)
    mine = standing.filter(done_by=plan.giver.ref, agency_code=plan.agency_code)
    for task in mine.select_related("item__case").defer("item__case__answers").order_by("id"):
        yield _case_line(Kind.WAITING, task, None, GoesTo.DESK)


def _case_line(kind: Kind, task: Task, due_on: date | None, goes_to: GoesTo) -> Line:
    case = task.item.case
    return Line(
        kind,
        task.pk,
        f"case:{case.reference}",
        f"{case.reference} {case.applicant_name}",
        due_on,
        goes_to,
        case.subject,
    )


def _views(plan: Plan) -> Iterator[Line]:
    for view in SavedView.objects.filter(owner=plan.giver.ref).order_by("name"):
        yield Line(Kind.VIEW, view.pk, f"view:{view.pk}", view.name)


def _mandates(plan: Plan) -> Iterator[Line]:
    """A citizen consented to this official by name; only the citizen can name another one."""
    for consent in consents.mandates_of(plan.giver.ref):
        if consents.holds(consent, on=plan.day):
            words = f"{consent.purpose}（{consent.until}）"
            yield Line(Kind.MANDATE, str(consent.pk), f"consent:{consent.pk}", words, None, GoesTo.STAYS)


def _taker(plan: Plan) -> Mover:
    """Answer the successor with the desks of that day, the giver's posts there among them."""
    official = people.official(plan.taker, on=plan.day)
    own = official_mover(official, desk=None).desks if official else frozenset()
    held = duty.holdings_of(plan.giver.ref, on=plan.day)
    roles = [(role, post.unit.agency.code) for post in (each.post for each in held) for role in post.roles]
    ahead = duty.duties_ahead(plan.giver.ref, on=plan.day)
    roles += [(role, each.agency_code) for each in ahead for role in each.roles]
    coming = {Desk(role=str(role), agency_code=code) for role, code in roles if code == plan.agency_code}
    return Mover(plan.taker.ref, plan.taker.name, WaitsFor.OFFICE, frozenset(own | coming))


def _pass_view(view_id: int, owner: str) -> None:
    view = SavedView.objects.get(pk=view_id)
    taken = set(SavedView.objects.filter(Q(owner=owner)).values_list("name", flat=True))
    names = (view.name, *(f"{view.name[:34]} ({number})" for number in range(2, 100)))
    view.name = next(name for name in names if name not in taken)
    view.owner = owner
    view.save(update_fields=["name", "owner"])
