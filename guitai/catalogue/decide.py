"""`guitai decide BENEFIT SITUATION.yaml`: outsiders check our rules with it. Needs no database and no Django.

Exit: 0 when all expectations hold, 1 when one does not, 2 for an input that cannot be read (with file, line and key).
"""

import argparse
import difflib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from guitai.facts import strict_yaml
from guitai.facts.queries import services_folder
from guitai.facts.strict_yaml import Document
from guitai.rules.assessment import write
from guitai.rules.queries import Assessment, ParameterBook, Rulebook, Situation, assess, read_rules_file
from guitai.rules.terms import RuleWrong, Unreadable, Verdict

_TOP = {"benefit", "cases", "title", "note", "source"}
_SAID = {Verdict.ELIGIBLE: "符合", Verdict.NOT_ELIGIBLE: "不符合", Verdict.UNDETERMINED: "尚無法判定"}
_MARK = {True: "✓", False: "✗", None: "?"}
_ANSWER = (
    *("id", "benefit", "on", "rules", "verdict", "counted_persons", "not_counted", "income_total"),
    *("monthly_income_per_head", "amount", "amount_is", "status", "basis"),
    *("failing_conditions", "missing", "conditions", "assumed"),
)
_FIGURES = {"amount": "每月金額", "income_total": "全家每月收入", "monthly_income_per_head": "每人每月"}


@dataclass(frozen=True)
class Judged:
    situation: Situation
    assessment: Assessment
    unmet: tuple[str, ...]  # expectations that do not hold, in words
    figures: Mapping[str, str]  # what the service calls the figures of its answer, in its order


def main(argv: Sequence[str]) -> int:
    """Print what the rules say to each case of the file."""
    wish = _arguments(argv)
    try:
        judged = list(judge(wish.benefit, Path(wish.situation), only=wish.case))
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if wish.json:
        sys.stdout.write("[" + ",\n ".join(one.assessment.written() for one in judged) + "]\n")
        sys.stderr.writelines(f"{one.situation.id} {words}\n" for one in judged for words in one.unmet)
    else:
        sys.stdout.write("\n\n".join(_told(one) for one in judged) + "\n")
    return 1 if any(one.unmet for one in judged) else 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="guitai decide", description="依規則判定一個家戶在某一天的資格")
    parser.add_argument("benefit", help="給付代號：rules.yaml 的 benefit")
    parser.add_argument("situation", help="情境檔（YAML）")
    parser.add_argument("--case", help="只判定這個 id")
    parser.add_argument("--json", action="store_true", help="輸出 JSON")
    return parser.parse_args(argv)


def judge(benefit: str, file: Path, *, only: str | None = None) -> Iterator[Judged]:
    """Every case of the file (or the one named) with its assessment and the expectations that it does not meet."""
    book = parameters()
    rulebook, figures = rulebook_of(benefit, book), figures_of(benefit)
    document = read_file(file)
    for situation, number in _situations(document, rulebook, only):
        try:
            found = assess(rulebook, situation, on=situation.on)
        except RuleWrong as error:
            raise document.refuse(error.problem, ("cases", number, "on"), error.remedy) from error
        yield Judged(situation, found, tuple(_unmet(situation.expected, found)), figures)


def parameters() -> ParameterBook:
    assumed = os.environ.get("GUITAI_DEMO", "").lower() in {"1", "true", "yes"}
    return ParameterBook.read(services_folder() / "tw" / "parameters", assumed_allowed=assumed)


def rulebook_of(benefit: str, book: ParameterBook) -> Rulebook:
    """The rules of the service that has this benefit."""
    return read_rules_file(_rules_file(benefit), parameters=book)


def figures_of(benefit: str) -> Mapping[str, str]:
    """What the service calls its figures; a rules.yaml that stands alone has only the common ones."""
    sheet = _rules_file(benefit).with_name("service.yaml")
    declared = read_file(sheet).data.get("figures", ()) if sheet.exists() else ()
    return {entry["of"]: entry["label"]["zh"] for entry in declared} | _FIGURES


def _rules_file(benefit: str) -> Path:
    found: dict[str, Path] = {}
    for file in sorted(services_folder().glob("*/*/rules.yaml")):
        first = next(
            (line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("benefit:")), ""
        )
        found[first.removeprefix("benefit:").strip()] = file
    if benefit not in found:
        raise Unreadable(
            f"unknown benefit {benefit}", file="guitai decide", remedy=f"one of {', '.join(sorted(found))}"
        )
    return found[benefit]


def read_file(file: Path) -> Document:
    try:
        with file.open("rb") as stream:
            return strict_yaml.read(stream.read(strict_yaml.MOST_BYTES + 1), file=str(file))
    except OSError as error:
        raise Unreadable(f"cannot be opened ({error.strerror})", file=str(file)) from error


Numbered = tuple[Situation, int]


def _situations(document: Document, rulebook: Rulebook, only: str | None) -> Iterator[Numbered]:
    benefit, book = rulebook.benefit, rulebook.parameters
    own = {name for _since, law in rulebook.laws for name in (law.gives, *law.outputs, *law.shows)}
    seen: set[str] = set()
    for number, data in enumerate(_cases(document, benefit)):
        path = ("cases", number)
        situation = Situation.read(data, where=document, path=path)
        if situation.id in seen:
            raise document.refuse(f"the id {situation.id} is there twice", (*path, "id"))
        seen.add(situation.id)
        if data.get("benefit", benefit) != benefit:
            raise document.refuse(f"the case is about {data['benefit']}, not {benefit}", (*path, "benefit"))
        if situation.region not in book.regions:
            remedy = _near(situation.region, book.regions)
            raise document.refuse(f"unknown county {situation.region}", (*path, "region"), remedy)
        _only_known(document, situation.parameters, book.values, (*path, "parameters"))
        _only_known(document, situation.expected, own.union(_ANSWER), (*path, "expected"))
        if only in (None, situation.id):
            yield situation, number
    if only is not None and only not in seen:
        raise document.refuse(f"no case {only}", ("cases",))


def _only_known(document: Document, keys: Iterable[str], known: Iterable[str], path: strict_yaml.Path) -> None:
    for key in keys:
        if key not in set(known):
            raise document.refuse("unknown key", (*path, key), _near(key, known))


def _cases(document: Document, benefit: str) -> list[Any]:
    data = document.data
    if not isinstance(data, Mapping):
        raise document.refuse("benefit: and cases: are expected")
    _only_known(document, data, _TOP, ())
    if data.get("benefit", benefit) != benefit:
        raise document.refuse(f"the file is about {data['benefit']}, not {benefit}", ("benefit",))
    cases = data.get("cases")
    if not isinstance(cases, list) or not cases:
        raise document.refuse("a list of cases is needed", ("cases",))
    return cases


def _near(word: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = difflib.get_close_matches(word, known, n=1)
    return f"perhaps {near[0]}" if near else f"one of {', '.join(known)}"


def _unmet(expected: Mapping[str, Any], found: Assessment) -> Iterator[str]:
    answer = found.exact()
    for key, wanted in expected.items():
        if not _same(wanted, answer.get(key)):
            yield f"{key}：預期 {_show(wanted)}，得 {_show(answer.get(key))}"


def _same(wanted: Any, got: Any) -> bool:
    """Numbers to two decimals, lists in any order; of a condition only what is written is compared."""
    match wanted:
        case bool() | None | str():
            return type(wanted) is type(got) and bool(wanted == got)
        case int() | Decimal():
            return isinstance(got, int | Decimal) and round(Fraction(wanted), 2) == round(Fraction(got), 2)
        case list():
            return (
                isinstance(got, list) and len(wanted) == len(got) and all(any(_same(w, g) for g in got) for w in wanted)
            )
        case Mapping():
            return isinstance(got, Mapping) and all(_same(part, got.get(key)) for key, part in wanted.items())
    return str(wanted) == str(got)


def _show(value: Any) -> str:
    return str(value) if not isinstance(value, list | dict) else write(value, sort=False)


def _told(one: Judged) -> str:
    """The answer for somebody who reads."""
    it, figures = one.assessment, one.assessment.exact()
    lines = [f"{it.id} {one.situation.title}", f"  {it.on} {one.situation.region}：{_SAID[it.verdict]}"]
    lines += [f"  {it.basis.words.zh}（{it.basis.because}）"] if it.basis else []
    known = [f"{said} {figures[name]}" for name, said in one.figures.items() if figures.get(name) is not None]
    lines += [f"  {'；'.join(known)}"] if known else []
    lines.append(f"  計入人口：{', '.join(it.counted_persons)}")
    lines += [f"  不計入：{gone.id} {gone.ground.words.zh}（{gone.ground.because}）" for gone in it.not_counted]
    lines += [f"  {_MARK[condition.met]} {condition.words}（{condition.because}）" for condition in it.conditions]
    lines += [f"  尚缺：{', '.join(it.missing)}"] if it.missing else []
    lines += [f"  ⚠ 使用未經查證之假定值：{', '.join(it.assumed)}"] if it.assumed else []
    lines += [f"  ✗✗ 與預期不符 {words}" for words in one.unmet]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
