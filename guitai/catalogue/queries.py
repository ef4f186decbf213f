"""Every read of published services."""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from guitai.catalogue import reading
from guitai.catalogue.models import Edition
from guitai.catalogue.terms import LawReference, Service, ServiceUnknown
from guitai.core.together import Part

# Laws that no service names, but on which something is read or asked.
COMMON_LAWS = (
    LawReference("個人資料保護法", "I0050021", "", "Personal Data Protection Act"),
    LawReference("戶籍法", "D0030006", "", "Household Registration Act"),
)


def service(key: str, number: int | None = None) -> Service:
    """Answer one edition, the newest when no number is given; raises ServiceUnknown."""
    found = _id_of(key, number) if number else _newest(key)
    return _read(found, assumed_allowed=settings.ASSUMED_PARAMETERS_ALLOWED)


def _newest(key: str) -> int:
    found = Edition.objects.filter(key=key).order_by("-number").values_list("id", flat=True).first()
    if found is None:
        raise ServiceUnknown(key)
    return found


@lru_cache(maxsize=1024)
def _id_of(key: str, number: int) -> int:
    # An edition stays for good: its number may be remembered with it. Tests forget (conftest.py).
    found = Edition.objects.filter(key=key, number=number).values_list("id", flat=True).first()
    if found is None:
        raise ServiceUnknown(key)
    return found


def forget() -> None:
    """Nothing is remembered of editions: the database is another."""
    _id_of.cache_clear()


def editions(wanted: AbstractSet[tuple[str, int]]) -> dict[tuple[str, int], Service]:
    """Answer these editions by key and number, found by one query however many they are."""
    keys, numbers = {key for key, _number in wanted}, {number for _key, number in wanted}
    rows = Edition.objects.filter(key__in=keys, number__in=numbers).values_list("id", "key", "number")
    allowed = settings.ASSUMED_PARAMETERS_ALLOWED
    return {(key, number): _read(pk, assumed_allowed=allowed) for pk, key, number in rows if (key, number) in wanted}


def edition(number: int) -> Service:
    """Answer the edition with this number of its row."""
    return _read(number, assumed_allowed=settings.ASSUMED_PARAMETERS_ALLOWED)


def newest_part() -> Part[Service]:
    """Answer the read of what ``services`` answers."""
    newest = "SELECT DISTINCT ON (key) id FROM catalogue_edition ORDER BY key, number DESC"
    return Part(newest, {}, lambda row: edition(row["id"]))


def services() -> list[Service]:
    """Answer the newest edition of every published service, by key."""
    newest = Edition.objects.order_by("key", "-number").distinct("key").values_list("id", flat=True)
    return [_read(each, assumed_allowed=settings.ASSUMED_PARAMETERS_ALLOWED) for each in newest]


def laws() -> tuple[LawReference, ...]:
    """Answer every law that something done here may rest on."""
    return (*COMMON_LAWS, *(law for service in services() for law in service.law))


@lru_cache(maxsize=256)
def _read(edition_id: int, *, assumed_allowed: bool) -> Service:
    # An edition never changes, so what was read from it may be kept by its number.
    edition = Edition.objects.get(pk=edition_id)
    return reading.read_service(
        edition.files, number=edition.number, published_at=edition.published_at, assumed_allowed=assumed_allowed
    )


def unpublished() -> list[Path]:
    """Answer the service folders on disk whose texts differ from the newest edition."""
    newest = {edition.key: edition.digest for edition in Edition.objects.order_by("key", "number")}
    changed = []
    for folder in reading.folders(settings.SERVICES_DIR):
        files = reading.files_of(folder)
        if reading.digest_of(files) not in newest.values():
            changed.append(folder)
    return changed
