"""The work list of an official's desks."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guitai.accounts.access import OfficialRequest, official_page
from guitai.cases.policies import READERS
from guitai.core import clock
from guitai.desk import worklist
from guitai.desk.menu import menu

PAGE_LENGTH = 25


@official_page(*READERS)
@require_GET
def work_list(request: OfficialRequest) -> HttpResponse:
    today = clock.today()
    show = _show(request.GET.get("show", ""))
    search = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    tasks = worklist.tasks(request.official, show=show, search=search, today=today)
    page = Paginator(tasks, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "side": menu(request.official, current="desk:work_list"),
        "rows": worklist.rows(page.object_list, official=request.official, today=today),
        "page": page,
        "show": show,
        "search": search,
        "choices": [(choice, words) for choice, words in worklist.SHOW_WORDS.items()],
    }
    return render(request, "desk/work_list.html", context)


def _show(typed: str) -> worklist.Show:
    return worklist.Show(typed) if typed in set(worklist.Show) else worklist.Show.ALL
