"""Finds services by the words people use: formal names, everyday names, and at last shared pairs of characters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from guitai.catalogue.terms import Service
from guitai.core.han import search_key

PAIRS_NEEDED = 2  # one shared pair of characters is chance: 申請 is in every text


@dataclass(frozen=True)
class Saying:
    """Everyday words, and the formal ones they mean; all as search keys."""

    say: tuple[str, ...]
    mean: tuple[str, ...]


@dataclass(frozen=True)
class _Weighed:
    key: str
    weight: int


@cache
def sayings(services: Path) -> tuple[Saying, ...]:
    """Answer services/_bank/words.yaml."""
    entries = yaml.safe_load((services / "_bank" / "words.yaml").read_text(encoding="utf-8"))
    return tuple(Saying(_keys(entry["say"]), _keys(entry["mean"])) for entry in entries)


def find(query: str, services: Iterable[Service], known: Sequence[Saying]) -> list[Service]:
    """Answer the services that match, best first; all of them for an empty query."""
    asked = _key(query)
    if not asked:
        return list(services)
    wanted = [asked, *_meant(asked, known)]
    scored = [(score(wanted, service), service) for service in services]
    return [service for points, service in sorted(scored, key=lambda pair: -pair[0]) if points]


def score(wanted: Sequence[str], service: Service) -> int:
    """Answer how well a service fits: its names count most, the text about it least."""
    texts = _texts(service)
    direct = sum(text.weight for text in texts for word in wanted if word in text.key or text.key in word)
    if direct:
        return direct * 100
    shared = _pairs(wanted[0]) & set().union(*(_pairs(text.key) for text in texts))
    return len(shared) if len(shared) >= PAIRS_NEEDED else 0


def _texts(service: Service) -> list[_Weighed]:
    texts = [_Weighed(_key(name), 6) for name in (service.title.zh, service.title.en)]
    texts += [_Weighed(_key(word), 5) for word in service.words]
    texts += [_Weighed(_key(text), 2) for text in (service.summary.zh, service.summary.en)]
    texts += [_Weighed(_key(who.zh), 1) for who in service.who]
    return [text for text in texts if text.key]


def _meant(asked: str, known: Sequence[Saying]) -> list[str]:
    return [word for saying in known if any(_meets(asked, said) for said in saying.say) for word in saying.mean]


def _meets(asked: str, said: str) -> bool:
    return said in asked or asked in said


def _pairs(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _keys(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(_key(word) for word in words)


def _key(text: str) -> str:
    """Answer letters and digits only: a full stop is in every sentence."""
    return "".join(char for char in search_key(text) if char.isalnum())
