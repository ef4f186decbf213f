"""The one page of the room, in two languages; written without the application, so that it stands when that is down."""

from html import escape
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from guitai.core import rocdate
from guitai.waiting.terms import Opening, Standing

TAIPEI = ZoneInfo("Asia/Taipei")  # not the application's clock: this page stands without it
FOLDER = Path(__file__).parent / "page"
PAGE = Template((FOLDER / "room.html").read_text(encoding="utf-8"))
LANGUAGES = {"zh": "zh-Hant-TW", "en": "en"}
WORDS = {
    "zh": {
        "title": "等候室",
        "heading": "申請的人很多，請在這裡等一下",
        "ahead": "您前面還有",
        "people": "人",
        "wait": "大約還要",
        "minutes": "分鐘",
        "hours": "小時",
        "early": "還沒有開始，$opens 開始受理。開始時以抽籤決定先後，早到或晚到都一樣。",
        "resting": "櫃台暫停受理。您的位置保留著，恢復後會繼續。",
        "kept": "您的位置已保留。可以離開這一頁再回來；換別的裝置，請把這個連結傳過去：",
        "mine": "我的位置",
        "turn": "輪到您的時候，這一頁會自己帶您進去。請在 15 分鐘內開始填寫；開始填寫之後不必再等。",
        "reload": "這一頁每隔一段時間會自動更新。",
        "other": '<a class="govuk-link" href="?language=en" lang="en">English</a>',
        "counter": "櫃台",
        "unknown": "不確定",
    },
    "en": {
        "title": "Waiting room",
        "heading": "Many people are applying now. Please wait here for a moment",
        "ahead": "Before you there are",
        "people": "people",
        "wait": "It takes about",
        "minutes": "minutes",
        "hours": "hours",
        "early": "It begins on $opens. The order is drawn by lot then: coming early or late is the same.",
        "resting": "The counter is closed for the moment. Your place is kept, and it goes on afterwards.",
        "kept": "Your place is kept. You may leave this page and come back; to another device, send this link:",
        "mine": "My place",
        "turn": "When it is your turn, this page takes you in. Begin within 15 minutes; a begun form never waits.",
        "reload": "This page looks again by itself.",
        "other": '<a class="govuk-link" href="?language=zh" lang="zh-Hant-TW">中文</a>',
        "counter": "Guitai",
        "unknown": "not known",
    },
}


def language(wanted: str | None, accepted: str) -> str:
    if wanted in WORDS:
        return wanted
    first = accepted.partition(",")[0].lower()
    return "en" if first.startswith("en") else "zh"


def waiting(opening: Opening, standing: Standing, *, keep: str, language: str, resting: bool) -> str:
    """Answer the page: how many are ahead, how long it takes, and how the place is kept."""
    words = WORDS[language]
    told_words = {**words, "early": Template(words["early"]).substitute(opens=_when(opening, language))}
    notes = [told_words[note] for note, told in (("early", standing.is_early), ("resting", resting)) if told]
    minutes = words["unknown"] if standing.minutes is None else _length(standing.minutes, words)
    return PAGE.substitute(
        {name: text for name, text in words.items() if name not in ("early", "resting")},
        lang=LANGUAGES[language],
        code=language,
        service=escape(opening.service),
        named=escape((opening.title_en if language == "en" else "") or opening.title),
        count=f"{standing.ahead:,}",
        time=minutes,
        note=f'<p class="govuk-body">{" ".join(notes)}</p>' if notes else "",
        place=escape(keep),
        again=standing.look_again,
        state=" is-resting" if resting else "",
    )


def _length(minutes: int, words: dict[str, str]) -> str:
    """Answer 23 小時 59 分鐘: nobody counts in more minutes than an hour has."""
    hours, rest = divmod(minutes, 60)
    told = [f"{hours:,} {words['hours']}"] if hours else []
    return " ".join([*told, f"{rest} {words['minutes']}"] if rest or not hours else told)


def _when(opening: Opening, language: str) -> str:
    opens = opening.opens_at.astimezone(TAIPEI)
    day = rocdate.roc(opens.date()) if language == "zh" else f"{opens:%Y-%m-%d}"
    return f"{day} {opens:%H:%M}"
