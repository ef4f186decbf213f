"""A service is a folder of data: the code names no benefit, none of its figures, and no county."""

import re
import tokenize
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "services" / "tw"
# Words that belong to one benefit and would be tempting to ask for in code, beside those its folder declares.
SAID_OF_ONE = {"premium", "national_pension", "elderly", "彰化", "國民年金", "老人生活津貼", "住宅補貼"}
WRITTEN_LIKE_A_FIGURE = re.compile(r"^[a-z]+(_[a-z]+)+$")
STARTS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}  # after which a string tells
COMMON = {"income_total", "monthly_income_per_head"}  # situation-format.md: every means test has them
# Files that may use such a word, and why.
MAY: dict[str, str] = {
    "guitai/accounts/guessing.py": "words of which nobody should make a password",
    "guitai/core/showcase.py": "the page kit shows itself with the texts of an invented case",
    "guitai/core/workdays.py": "closures are kept by county; HOME_COUNTY is the one this installation serves",
}
MAY_UNDER: dict[str, str] = {
    "guitai/config/demo": "the demo is of one county and its people",
    "guitai/gateways/connectors/": "a connector speaks to one agency and reads what that agency says",
}


def words_of_services() -> set[str]:
    """Answer the keys of all services, what their rules give, and the names only their letters know."""
    found: set[str] = set()
    for folder in (path.parent for path in SERVICES.glob("*/rules.yaml")):
        rules = yaml.safe_load((folder / "rules.yaml").read_text(encoding="utf-8"))
        found |= {rules["benefit"], *rules.get("outputs", ())}
        sheet = folder / "service.yaml"
        head = yaml.safe_load(sheet.read_text(encoding="utf-8")) if sheet.exists() else {}
        found |= set(head.get("letter_names", ()))
    return {word for word in found if WRITTEN_LIKE_A_FIGURE.match(word)} - COMMON


def code() -> list[Path]:
    files = [path for kind in ("*.py", "*.html", "*.js", "*.typ") for path in (ROOT / "guitai").rglob(kind)]
    aside = {"tests", "migrations", "static_built", "node_modules"}
    return sorted(path for path in files if not aside.intersection(path.relative_to(ROOT).parts))


def may(path: Path) -> bool:
    name = str(path.relative_to(ROOT))
    return name in MAY or any(name.startswith(place) for place in MAY_UNDER)


def said_in(path: Path, words: set[str]) -> list[str]:
    text = (what_runs(path) if path.suffix == ".py" else path.read_text(encoding="utf-8")).lower()
    return sorted(word for word in words if word in text)


def what_runs(path: Path) -> str:
    """Answer the code without comments and docstrings: they may name an example, what runs may not."""
    with tokenize.open(path) as stream:
        kept, before = [], tokenize.NEWLINE
        for token in tokenize.generate_tokens(stream.readline):
            told = token.type == tokenize.STRING and before in STARTS
            if token.type != tokenize.COMMENT and not told:
                kept.append(token.string)
            if token.type not in (tokenize.COMMENT, tokenize.NL):
                before = token.type
    return " ".join(kept)


def test_the_code_names_no_benefit_and_none_of_its_figures() -> None:
    words = words_of_services() | SAID_OF_ONE

    found = {str(path.relative_to(ROOT)): hits for path in code() if not may(path) and (hits := said_in(path, words))}

    assert found == {}, "declare it in service.yaml (gives, figures, letter_names, roles of questions) instead"


def test_every_exception_is_still_needed() -> None:
    words = words_of_services() | SAID_OF_ONE
    needless = [name for name in MAY if not said_in(ROOT / name, words)]

    assert needless == []
