"""The other origin: hands out one file for one link, and knows nothing else. No cookie is read or set here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from guitai.core import clock, reading
from guitai.files import links, queries
from guitai.files.terms import BlobBroken, LinkRefused, NoSuchFile, NotCheckedYet

GONE = (
    "這個下載連結已失效。請回到原來的頁面再按一次「下載」。\n"
    "This link has ended. Go back to the page and choose “Download” again.\n"
)


@require_GET
def hand_out(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the file as a download; the look was written down before the link was made."""
    request.get_host()  # another name than ours is refused
    try:
        with reading.begin(actor="system:files", purpose="files.link"):
            said = links.read(token)
        with reading.begin(actor=said.actor, purpose="files.link", thing=said.holder):
            links.use(said, now=clock.now())
            return queries.response_for(queries.file(said.ref))
    except (LinkRefused, NoSuchFile, NotCheckedYet, BlobBroken):
        return absent()


def absent(_request: HttpRequest | None = None, exception: Exception | None = None) -> HttpResponse:
    """Answer the same for every link that is not good, so that nothing is learned from it."""
    del exception
    return HttpResponse(GONE, status=404, content_type="text/plain; charset=utf-8", headers=queries.SAFELY)


def failed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500, content_type="text/plain; charset=utf-8", headers=queries.SAFELY)


def alive(_request: HttpRequest) -> HttpResponse:
    """Answer whoever asks whether this process lives."""
    return HttpResponse(b"", content_type="text/plain; charset=utf-8", headers=queries.SAFELY)
