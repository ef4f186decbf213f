"""Which page of docs/reference/ is written by what."""

from collections.abc import Callable

from guitai.config.reference import (
    access,
    asvs,
    commands,
    flows,
    level_b,
    parameters,
    performance,
    personal_data,
    questions,
    services,
    threats,
)
from guitai.facts import reference as facts

PAGES: dict[str, Callable[[], str]] = {
    "access.md": access.page,
    "asvs.md": asvs.page,
    "commands.md": commands.page,
    "facts.md": facts.page,
    "flows.md": flows.page,
    "level-b.md": level_b.page,
    "parameters.md": parameters.page,
    "performance.md": performance.page,
    "personal-data.md": personal_data.page,
    "questions.md": questions.page,
    "services.md": services.page,
    "threats.md": threats.page,
}
