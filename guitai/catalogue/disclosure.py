"""Which looks are told later than they happen, by the dated rules of services/tw/disclosure.yaml."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from guitai.audit.terms import Held
from guitai.core.clock import TAIPEI
from guitai.facts import strict_yaml

FILE = "tw/disclosure.yaml"


@dataclass(frozen=True)
class Rule:
    """Looks for this purpose are told ``days`` after they happened, on the ground of ``because``."""

    purpose: str
    agency: str
    days: int
    because: str
    since: date
    until: date | None

    def holds(self, today: date) -> bool:
        return self.since <= today and (self.until is None or today < self.until)


def rules() -> tuple[Rule, ...]:
    return _read(Path(settings.SERVICES_DIR) / FILE)


def held(*, now: datetime) -> list[Held]:
    """Answer what is not told yet."""
    today = now.astimezone(TAIPEI).date()
    return [Held(rule.purpose, rule.agency, now - timedelta(days=rule.days)) for rule in rules() if rule.holds(today)]


def told_late(purpose: str, agency: str) -> Rule | None:
    """Answer the rule by which such a look was told later, if there is one."""
    return next((rule for rule in rules() if rule.purpose == purpose and rule.agency in ("", agency)), None)


@lru_cache(maxsize=4)
def _read(file: Path) -> tuple[Rule, ...]:
    """Read once by each process: a new rule comes with a new version of the county's data."""
    if not file.is_file():
        return ()
    entries = strict_yaml.read(file.read_bytes(), file=file.name).data
    return tuple(
        Rule(each["purpose"], each["agency"], each["days"], each["because"], each["since"], each["until"])
        for each in entries
    )
