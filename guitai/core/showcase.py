"""Invented contents for the component page, with the hard ones: long, rare, endless."""

from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from guitai.core.kit import Cell, Link, Problem, Row, Step, Task, Tone, When

RARE_NAME = "\U00020bb7野萣妹・Lawis Gigu・峯喆\U00030ede"
ENDLESS = "長" * 1500 + "x" * 1500
DRAWN = "[[[150,90,0,0.4],[300,80,90,0.6],[450,95,180,0.5]],[[300,40,400,0.5],[290,160,520,0.7],[200,250,640,0.3]]]"
LONG = "申請人與其配偶、父母及同一戶籍內之其他直系血親全家人口應計算之所得，平均分配後未達當年度最低生活費二倍者。" * 3


def parts(now: datetime) -> dict[str, object]:
    return {
        "tones": [(tone.value, tone) for tone in Tone],
        "since": now.date(),
        "problems": [
            Problem(_("Enter the date of birth"), "kit-born"),
            Problem(_("The account number has one digit too few"), "kit-account"),
        ],
        "rows": rows(),
        "steps": steps(now),
        "tasks": tasks(),
        "columns": [_("Case"), _("Applicant"), _("Stage"), _("Amount")],
        "table": table(),
        "page": page(),
        "breadcrumbs": [Link(_("Home"), "/"), Link(_("All services"), "/")],
        "endless": [Row(_("Without a space"), ENDLESS)],
        "long": LONG,
        "rare": RARE_NAME,
        "drawn": DRAWN,
        "ways": [Link(_("A code to my telephone"), "#kit-account"), Link(_("A mark with two witnesses"), "#kit-why")],
    }


def desk(now: datetime) -> dict[str, object]:
    side = [
        {"words": _("My work"), "url": "#main", "current": True, "count": 12},
        {"words": _("My unit's"), "url": "#main", "current": False, "count": 87},
        {"words": _("Due soon"), "url": "#main", "current": False, "count": 3},
        {"words": _("Overdue"), "url": "#main", "current": False, "count": 0},
    ]
    return {**parts(now), "side": side}


def rows() -> list[Row]:
    change = (Link(_("Change"), "#main"),)
    return [
        Row(_("Name"), RARE_NAME, source=_("household register, today"), links=change),
        Row(_("Address"), "彰化縣員林市東山里\n山腳路二段 123 巷 45 弄 6 號 7 樓之 8", links=change),
        Row(_("Reason"), LONG, links=change),
    ]


def steps(now: datetime) -> list[Step]:
    day = timedelta(days=1)
    return [
        Step(_("Sent"), When.DONE, at=now - 3 * day, words=_("We have everything we need.")),
        Step(_("First review"), When.DONE, at=now - day, who="員林市公所社會課 " + RARE_NAME),
        Step(_("Approval"), When.NOW, at=now, by=(now + 5 * day).date(), who="彰化縣政府社會處 陳怡君", words=LONG),
        Step(_("Letter"), When.NEXT, by=(now + 7 * day).date()),
        Step(_("Share of the premium changes"), When.NEXT),
    ]


def tasks() -> list[Task]:
    return [
        Task(_("About you"), _("Done"), Tone.GOOD, "#main"),
        Task(_("Your household"), _("In progress"), Tone.WAIT, "#main", hint=_("Two people still need an answer.")),
        Task(_("Check and send"), _("Cannot start yet")),
    ]


def table() -> list[list[Cell]]:
    people = [
        ("G7K2-M4PD", RARE_NAME, Tone.WAIT, 665),
        ("Q3XW-9HTC", "陳" * 40, Tone.GOOD, 1123),
        ("B8RN-5VLA", "林美玉", Tone.BAD, 0),
    ]
    return [_table_row(*person) for person in people]


def _table_row(number: str, name: str, tone: Tone, amount: int) -> list[Cell]:
    return [
        Cell(number, url="#main", short=True),
        Cell(name),
        Cell(tone.value, tone=tone),
        Cell(f"{amount:,}", numeric=True),
    ]


def page() -> Page[int]:
    return Paginator(list(range(500)), 20).page(7)
