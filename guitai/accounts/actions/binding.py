"""An account is proven to be a person; after a loss, another account is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guitai.accounts import policies, queries
from guitai.accounts.actions import locks
from guitai.accounts.actions.codes import fits, normal_code
from guitai.accounts.models import Account, Binding, BindingCode, Person
from guitai.accounts.terms import AlreadyBound, Assurance, Channel, CodeWrong, TooManyRequests
from guitai.audit import actions as audit
from guitai.outbox import actions as outbox


def bind_by_code(account: Account, *, number: str, code: str, now: datetime) -> Binding:
    """The account is bound to the person of the number, because it knew her code.

    A wrong try is counted in a transaction of its own, so that the refusal does not undo the count.
    """
    keys = locks.code_keys(account.ref, number)
    if not locks.reserve(keys, now=now):
        raise TooManyRequests(_("Too many wrong tries. Please wait 15 minutes and try again."))
    row = _try_code(number, normal_code(code), account=account, now=now)
    if row is None:
        raise CodeWrong(_("Number and code do not belong together, or the code is no longer good."))
    binding = _use(row, account=account, now=now)
    locks.release(keys)
    return binding


@transaction.atomic
def bind(account: Account, person: Person, *, channel: Channel, how: str, actor: str, now: datetime) -> Binding:
    """The account is the person from now on; what stood in the way has ended, if the proof was strong enough."""
    Person.objects.select_for_update().get(pk=person.pk)
    mine, hers = queries.open_binding(account), queries.binding_of(person)
    if mine is not None and mine.person_id == person.pk:
        return _raise_level(mine, channel=channel, how=how, actor=actor, now=now)
    if mine is not None:
        raise AlreadyBound(_("This account already belongs to another person. Use an account of your own."))
    if hers is not None:
        _take_over(hers, channel=channel, actor=actor, now=now)
    level = policies.level_of(channel)
    binding = Binding.objects.create(
        account=account, person=person, level=level, proven_how=how, bound_at=now, bound_by=actor
    )
    audit.record(
        "accounts.bound",
        actor=actor,
        thing=account.ref,
        subject=person.ref,
        detail={"level": level.value, "how": how},
        now=now,
    )
    outbox.publish("accounts.bound", thing=account.ref, data={"account": account.ref, "person": person.ref}, now=now)
    return binding


@transaction.atomic
def unbind(binding: Binding, *, actor: str, now: datetime) -> None:
    """The account sees nothing of the person any more, and its holder is told."""
    ended = Binding.objects.filter(pk=binding.pk, ended_at__isnull=True).update(ended_at=now, ended_by=actor)
    if not ended:
        return
    account, person = binding.account.ref, binding.person.ref
    audit.record("accounts.unbound", actor=actor, thing=account, subject=person, now=now)
    outbox.publish("accounts.binding_ended", thing=account, data={"account": account, "person": person}, now=now)


@transaction.atomic
def _try_code(number: str, code: str, *, account: Account, now: datetime) -> BindingCode | None:
    """Answer the code if it fits; else one try less is left."""
    person = queries.find_person(number)
    row = (
        BindingCode.objects.select_for_update()
        .filter(person=person, used_at__isnull=True, replaced_at__isnull=True, tries__lt=BindingCode.MOST_TRIES)
        .filter(expires_at__gt=now)
        .first()
    )
    if row is not None and fits(row, code):
        return row
    if row is not None and person is not None:
        row.tries += 1
        row.save(update_fields=["tries"])
        audit.record("accounts.code_wrong", actor=account.ref, thing=person.ref, subject=person.ref, now=now)
    return None


@transaction.atomic
def _use(row: BindingCode, *, account: Account, now: datetime) -> Binding:
    """Bind and burn the code together: of fifty requests at once one finds it unused."""
    used = BindingCode.objects.filter(pk=row.pk, used_at__isnull=True, replaced_at__isnull=True)
    if not used.update(used_at=now, used_by=account):
        raise CodeWrong(_("Number and code do not belong together, or the code is no longer good."))
    channel = Channel(row.channel)
    return bind(account, row.person, channel=channel, how=f"{channel.value}_code", actor=account.ref, now=now)


def _take_over(hers: Binding, *, channel: Channel, actor: str, now: datetime) -> None:
    if not policies.MAY_REBIND[channel]:
        raise AlreadyBound(
            _("You are already connected with another account. If you lost it, come to a counter with your card.")
        )
    unbind(hers, actor=actor, now=now)


def _raise_level(mine: Binding, *, channel: Channel, how: str, actor: str, now: datetime) -> Binding:
    level = policies.higher(Assurance(mine.level), policies.level_of(channel))
    if level != mine.level:
        mine.level, mine.proven_how = level, how
        mine.save(update_fields=["level", "proven_how"])
        audit.record(
            "accounts.level_raised",
            actor=actor,
            thing=mine.account.ref,
            subject=mine.person.ref,
            detail={"level": level.value},
            now=now,
        )
    return mine
