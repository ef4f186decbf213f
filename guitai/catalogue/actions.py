"""Publishing: the only write of the catalogue."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from guitai.audit import actions as audit
from guitai.catalogue import reading
from guitai.catalogue.models import Edition
from guitai.catalogue.terms import Service, ServiceWrong
from guitai.core.clock import TAIPEI


@transaction.atomic
def publish(folder: Path, *, actor: str, now: datetime) -> Service:
    """Make the folder's present state the newest edition; an unchanged folder keeps its edition.

    Raises ServiceWrong when the folder cannot be used, or when it rests on assumed parameters outside the demo.
    """
    files = reading.files_of(folder)
    service = reading.read_service(
        files, number=0, published_at=now, assumed_allowed=settings.ASSUMED_PARAMETERS_ALLOWED
    )
    _check_amounts(service, day=now.astimezone(TAIPEI).date())
    _one_publisher_at_a_time()
    newest = Edition.objects.filter(key=service.key).order_by("-number").first()
    if newest is None or newest.digest != service.digest:
        newest = _edition(service, files, actor=actor, now=now)
    return reading.read_service(
        newest.files,
        number=newest.number,
        published_at=newest.published_at,
        assumed_allowed=settings.ASSUMED_PARAMETERS_ALLOWED,
    )


def _check_amounts(service: Service, *, day: date) -> None:
    """Refuse amounts in force that nobody has verified: only the demo may judge with assumed ones."""
    if settings.ASSUMED_PARAMETERS_ALLOWED:
        return
    assumed = sorted(set(reading.assumed_amounts(service, day=day)))
    if assumed:
        raise ServiceWrong(f"parameters: verify these amounts before publishing: {', '.join(assumed)}")


def _edition(service: Service, files: dict[str, str], *, actor: str, now: datetime) -> Edition:
    last = Edition.objects.filter(key=service.key).aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        key=service.key,
        number=last + 1,
        digest=service.digest,
        files=files,
        published_at=now,
        published_by=actor,
    )
    audit.record("catalogue.publish", actor=actor, thing=f"service:{service.key}/{edition.number}", now=now)
    return edition


def _one_publisher_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue.publish'))")
