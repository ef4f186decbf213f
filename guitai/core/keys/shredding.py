"""Keys are destroyed on purpose: what they sealed is noise from then on, here and in every copy of the database.

A back-up made before holds the key still. So each destroyed key is written into a list outside of the database; after
a restore nothing starts before the keys on it are destroyed again.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction

from guitai.core.keys import destroyed, ring
from guitai.core.keys.terms import Scope
from guitai.core.models import SubjectKey


@transaction.atomic
def destroy(subjects: Collection[str], *, scopes: Collection[Scope], now: datetime, agency: str | None = None) -> int:
    """Nobody opens any more what these subjects' keys (at this agency) sealed; answers how many keys are gone."""
    found = SubjectKey.objects.filter(subject__in=subjects, scope__in=scopes, wrapped__isnull=False)
    if agency is not None:
        found = found.filter(agency=agency)
    ids = list(found.values_list("pk", flat=True))
    SubjectKey.objects.filter(pk__in=ids).update(wrapped=None, destroyed_at=now)
    ring.forget()
    transaction.on_commit(partial(destroyed.remember, ids, now))
    return len(ids)


def destroy_again(*, now: datetime) -> int:
    """Keys that a restored back-up brought back are destroyed as they were before; answers how many."""
    with transaction.atomic():
        back = SubjectKey.objects.filter(pk__in=list(destroyed.listed()), wrapped__isnull=False)
        return back.update(wrapped=None, destroyed_at=now)


def complete_list() -> int:
    """Every key that the database knows as destroyed stands on the list, also after a crash; answers how many new."""
    known = set(destroyed.listed())
    rows = SubjectKey.objects.filter(wrapped__isnull=True).exclude(pk__in=known)
    missing = [(row.pk, row.destroyed_at) for row in rows]
    for key_id, at in missing:
        if at is not None:
            destroyed.remember([key_id], at)
    return len(missing)
