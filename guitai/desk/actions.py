"""Every write of the desk: views saved, work given to colleagues, the next case taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.audit import actions as audit
from guitai.cases import queries as cases
from guitai.cases import search
from guitai.cases.movers import official_mover
from guitai.core.clock import TAIPEI
from guitai.core.terms import IdentifierWrong
from guitai.desk import worklist
from guitai.desk.models import SavedView
from guitai.desk.terms import DeskRefusal
from guitai.desk.wanted import NOBODY, Show, Wanted
from guitai.desk.worklist import Viewer
from guitai.work import actions as work
from guitai.work import assigning
from guitai.work import queries as items
from guitai.work.assigning import Giver
from guitai.work.models import Task
from guitai.work.terms import Mover, MoveRefused

MOST_VIEWS = 20
LONGEST_NAME = 40
TRIES = 10


@dataclass(frozen=True)
class Refused:
    """A case that could not be given away, and why."""

    reference: str
    why: str


def save_view(owner: str, *, name: str, query: str, now: datetime) -> SavedView:
    """The view stands in the owner's list; one of the same name shows this from now on."""
    name = " ".join(name.split())
    if not name:
        raise DeskRefusal(_("Give the view a name."))
    if len(name) > LONGEST_NAME:
        raise DeskRefusal(_("Choose a shorter name: at most %(most)d characters.") % {"most": LONGEST_NAME})
    mine = SavedView.objects.filter(owner=owner)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise DeskRefusal(_("You have %(most)d views. Delete one first.") % {"most": MOST_VIEWS})
    view, _new = mine.update_or_create(owner=owner, name=name, defaults={"query": query, "saved_at": now})
    return view


def forget_view(owner: str, view_id: int) -> None:
    SavedView.objects.filter(owner=owner, pk=view_id).delete()


def assign(who: Viewer, task_ids: Iterable[int], *, to: Mover, now: datetime) -> tuple[list[str], list[Refused]]:
    """Each task is the colleague's, or named with the reason why not; answers numbers of cases."""
    giver = Giver(official_mover(who.official, desk=None), who.me, who.leads)
    given, refused = [], []
    seen = worklist.lying(who, show=Show.ALL).filter(pk__in=list(task_ids)).order_by("pk")
    for task in seen.select_related("item__case__application"):
        try:
            _check_hand(task, to)
            assigning.assign_task(task.pk, to=to, giver=giver, now=now)
        except MoveRefused as refusal:
            refused.append(Refused(task.item.reference, str(refusal)))
        except Task.DoesNotExist:
            refused.append(Refused(task.item.reference, _("Somebody has just finished this step.")))
        else:
            given.append(task.item.reference)
    return given, refused


def take_next(who: Viewer, wanted: Wanted, *, now: datetime) -> str:
    """The most pressing case that is nobody's and that this official may move is hers; answers its number."""
    today = now.astimezone(TAIPEI).date()
    free = worklist.tasks(who, Wanted(service=wanted.service, stage=wanted.stage, who=NOBODY), today=today)
    for task in free[:TRIES]:
        mover = official_mover(who.official, desk=items.desk_of(task))
        try:
            _check_hand(task, mover)
            work.take_task(task.pk, mover=mover, now=now)
        except (MoveRefused, Task.DoesNotExist):  # proposed by herself, or taken this very moment: the next one
            continue
        return task.item.reference
    raise DeskRefusal(_("No case is free: each one is in somebody's hands."))


@transaction.atomic
def find_by_number(who: Viewer, typed: str, *, now: datetime) -> str:
    """Answer whose number this is, and keep a record that it was looked for; raises DeskRefusal."""
    try:
        person = search.person_with(typed)
    except IdentifierWrong as wrong:
        raise DeskRefusal(str(wrong)) from wrong
    if person is None:
        raise DeskRefusal(_("Nobody with this identity number has applied."))
    audit.record(
        "desk.search_number",
        actor=who.official.account_ref,
        thing=person.ref,
        subject=person.ref,
        purpose="審查申請案",
        now=now,
    )
    return person.ref


def _check_hand(task: Task, mover: Mover) -> None:
    """Pass when there is something this person may do with the case; whoever proposed may not approve."""
    flow = cases.service_of(task.item.case).flow
    if not items.possible_moves(task.item, flow=flow, mover=mover):
        raise MoveRefused(_("%(who)s may not decide this case.") % {"who": mover.words})
