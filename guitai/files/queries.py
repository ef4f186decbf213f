"""Look at a file before it is stored, find stored ones, and hand them out safely."""

from collections.abc import Collection
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse

from guitai.core import together
from guitai.core.together import Part
from guitai.files import blobs, intake, showing
from guitai.files.models import StoredFile
from guitai.files.showing import Looking
from guitai.files.terms import FileRefused, FileView, Judgement, NoSuchFile, NotCheckedYet, Scan, Upload

PEOPLE = ("person:", "account:")
SAFELY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def judge(upload: Upload) -> Judgement:
    """Answer what is wrong with an upload, in words for the person who chose it."""
    try:
        taken = intake.take(upload)
    except FileRefused as refused:
        return Judgement(refused=str(refused))
    return Judgement(doubts=taken.content.doubts)


def id_of(ref: str) -> UUID | None:
    try:
        return UUID(ref)
    except (ValueError, AttributeError, TypeError):
        return None


def file(ref: str) -> FileView:
    """Answer the file's description; raises NoSuchFile. Whether the reader may see it is the caller's to check."""
    return view_of(_row(ref))


def files_of(owner: str, refs: Collection[str]) -> dict[str, FileView]:
    """Answer those of the files that this owner stored."""
    wanted = [identified for ref in refs if (identified := id_of(ref))]
    return {str(row.id): view_of(row) for row in StoredFile.objects.filter(id__in=wanted, owner=owner)}


def held_part(holder: str) -> Part[StoredFile]:
    """Answer the read of the files this holder has, the oldest first; each becomes a FileView by ``view_of``."""
    return together.rows_of(StoredFile, where="holder = %(holder)s", params={"holder": holder}, order="created_at, id")


def held_by(holder: str) -> list[FileView]:
    return [view_of(row) for row in StoredFile.objects.filter(holder=holder).order_by("created_at", "id")]


def open_file(ref: str) -> bytes:
    """Answer the content; raises NoSuchFile, NotCheckedYet or BlobBroken. Who may see it is the caller's to check."""
    row = _row(ref)
    if not opens(row):
        raise NotCheckedYet(ref)
    return content_of(row)


def content_of(row: StoredFile) -> bytes:
    """Answer the bytes whether a scanner has looked at them or not: for the scanner itself."""
    return blobs.read(row.id, key=blobs.unwrap(row.id, bytes(row.wrapped_key), subject=subject_of(row.owner)))


def subject_of(owner: str) -> str:
    """Answer whose the file is; "" where its owner is a document or a batch."""
    return owner if owner.startswith(PEOPLE) else ""


def response_for(described: FileView) -> HttpResponse:
    """Answer the file as a download that no browser will run or show inside our pages."""
    response = HttpResponse(
        open_file(described.ref),
        content_type=described.media_type,
        headers=SAFELY,
    )
    response.headers["Content-Disposition"] = _attachment(described.name)
    return response


def picture_for(described: FileView, looking: Looking) -> HttpResponse:
    """Answer one page of the file as a picture for the screen; raises NoSuchFile or BlobBroken."""
    picture = showing.drawn(open_file(described.ref), described.media_type, looking)
    return HttpResponse(picture, content_type=showing.MEDIA_TYPE, headers=SAFELY)


def view_of(row: StoredFile) -> FileView:
    return FileView(
        ref=str(row.id),
        owner=row.owner,
        holder=row.holder,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        created_at=row.created_at,
        pages=row.pages,
        scan=Scan(row.scan),
        opens=opens(row),
    )


def opens(row: StoredFile) -> bool:
    """Answer whether viruses do not stand in the way; where there is no scanner (in the demo) nobody waits for one."""
    return row.scan in {Scan.CLEAN, Scan.OWN} or (row.scan == Scan.WAITING and not settings.SCANNER_SOCKET)


def _row(ref: str) -> StoredFile:
    found = id_of(ref)
    row = StoredFile.objects.filter(id=found).first() if found else None
    if row is None:
        raise NoSuchFile(ref)
    return row


def _attachment(name: str) -> str:
    """Answer the header by RFC 6266: plain letters for old readers, the true name for all others."""
    from_name = quote(name.encode("utf-8"), safe="")
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{from_name}"
