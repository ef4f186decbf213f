"""Prints the budgets of our style and fails when one is broken: sizes, types, silencers, circles, hidden imports."""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("guitai", "standins")
SILENCER = re.compile(r"#\s*(noqa|type:\s*ignore)")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Budget:
    what: str
    measured: float
    most: float

    @property
    def holds(self) -> bool:
        return self.measured <= self.most


def main() -> int:
    budgets = [*sizes(), *habits(), Budget("import circles", len(circles()), 0)]
    for each in budgets:
        mark = "holds " if each.holds else "BROKEN"
        sys.stdout.write(f"{mark}  {each.what:<42} {each.measured:>8.2f}  (at most {each.most:g})\n")
    for line in [*offenders(), *circles()]:
        sys.stdout.write(f"        {line}\n")
    return 0 if all(each.holds for each in budgets) else 1


def product() -> Iterator[Path]:
    """Every module of the product: not its tests, not its migrations, not what is empty."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if "tests" not in parts and "migrations" not in parts and path.stat().st_size:
                yield path


def sizes() -> list[Budget]:
    modules = [_lines(path) for path in product()]
    lengths = [_length(function) for path in product() for function in functions(path)]
    return [
        Budget("lines a module, median", statistics.median(modules), 60),
        Budget("lines a module, 90th percentile", _percentile(modules, 90), 300),
        Budget("lines a module, most", max(modules), LONGEST_MODULE),
        Budget("lines a function, median", statistics.median(lengths), 8),
        Budget("lines a function, 90th percentile", _percentile(lengths, 90), 25),
        Budget("lines a function, most", max(lengths), LONGEST_FUNCTION),
    ]


def habits() -> list[Budget]:
    texts = [
        path.read_text(encoding="utf-8") for folder in (*PACKAGES, "tests") for path in (ROOT / folder).rglob("*.py")
    ]
    total = sum(text.count("\n") for text in texts)
    silencers = sum(len(SILENCER.findall(text)) for text in texts)
    every = [(path, function) for path in product() for function in functions(path)]
    untyped = [function for _, function in every if not _typed(function)]
    hidden = [
        node for _, function in every for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return [
        Budget("silencers a 1,000 lines", 1000 * silencers / total, 1),
        Budget("functions without full types", len(untyped), 0),
        Budget("imports inside functions", len(hidden), 0),
    ]


def offenders() -> list[str]:
    long_files = [f"{_name(path)}: {_lines(path)} lines" for path in product() if _lines(path) > LONGEST_MODULE]
    long_functions = [
        f"{_name(path)}:{function.lineno} {function.name}: {_length(function)} lines"
        for path in product()
        for function in functions(path)
        if _length(function) > LONGEST_FUNCTION
    ]
    return long_files + long_functions


def circles() -> list[str]:
    """Answer the first circle of imports, if there is one."""
    graph = grimp.build_graph(*PACKAGES)
    sorter = TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules})
    try:
        sorter.prepare()
    except CycleError as problem:
        return ["circle: " + " -> ".join(problem.args[1])]
    return []


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, Function)]


def _typed(function: Function) -> bool:
    told = function.args
    named = [*told.posonlyargs, *told.args, *told.kwonlyargs]
    return function.returns is not None and all(each.annotation or each.arg in {"self", "cls"} for each in named)


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _percentile(values: list[int], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
