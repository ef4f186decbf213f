"""Pictures and documents, named by the reference under which they are stored."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guitai.eforms.kinds.base import Kind
from guitai.eforms.terms import Answer, Parts, Question


class Attachment(Kind):
    parts = ("kept",)

    def read(self, question: Question, parts: Parts, *, today: date) -> Answer:
        removed = set(parts.get("remove", ()))
        refs = dict.fromkeys(ref for ref in parts.get("kept", ()) if ref not in removed)
        return list(refs)

    def show(self, answer: Answer) -> dict[str, list[str]]:
        return {"kept": [str(ref) for ref in answer] if isinstance(answer, list) else []}

    def words(self, question: Question, answer: Answer) -> str:
        count = len(answer) if isinstance(answer, list) else 0
        return ngettext("%(count)s file", "%(count)s files", count) % {"count": count}

    def missing(self, question: Question) -> str:
        return _("Take a photo or choose a file for “%(label)s”.") % {"label": question.label}
