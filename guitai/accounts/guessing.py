"""What in a password is easy: whoever guesses tries it first."""

import re

from django.conf import settings

from guitai.accounts.models import Account

RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890", "ㄅㄆㄇㄈㄉㄊㄋㄌ")
RUN_LENGTH = 4
CONTEXT_WORDS = ("guitai", "changhua", "password", "pension", "櫃台", "彰化", "縣政府", "國民年金", "密碼")
SHORTEST_WORD = 2


def smallest_period(text: str) -> str:
    """Answer the part that the text repeats: "abcabcabc" repeats "abc"."""
    return text[: (text + text).find(text, 1)] if text else text


def without_easy_parts(text: str, user: Account | None) -> str:
    address = re.split(r"[^a-z0-9]+", user.email) if user and user.email else []
    for word in sorted({*CONTEXT_WORDS, *settings.ALLOWED_HOSTS, *address}, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            text = text.replace(word, "")
    for run in RUNS:
        text = _without_run(_without_run(text, run), run[::-1])
    return smallest_period(re.sub(r"(.)\1{2,}", "", text))


def _without_run(text: str, run: str) -> str:
    for length in range(len(run), RUN_LENGTH - 1, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], "")
    return text
