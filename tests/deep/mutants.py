"""Every permission check of the product, found in the syntax trees: each mutant is the product with one check gone."""

import ast
import gc
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from django.conf import settings

from tests.security.probing import named_patterns

POLICIES = (
    "guitai.accounts.access",
    "guitai.accounts.policies",
    "guitai.cases.acting",
    "guitai.cases.impartial",
    "guitai.cases.policies",
    "guitai.consents.access",
    "guitai.consents.policies",
    "guitai.desk.door",
    "guitai.desk.policies",
    "guitai.gateways.policies",
    "guitai.work.policies",
)
"""Modules that are nothing but checks: each condition in them is one."""
FILTERED = (
    "guitai.cases.guardians",
    "guitai.cases.queries",
    "guitai.cases.payment_lists",
    "guitai.consents.queries",
    "guitai.desk.file_views",
    "guitai.desk.guardian_views",
    "guitai.desk.handover_views",
    "guitai.desk.my_post_views",
    "guitai.desk.office_views",
    "guitai.desk.post_views",
    "guitai.desk.standin_views",
    "guitai.desk.supplement_list_views",
    "guitai.cases.letterbox",
    "guitai.cases.views.own",
    "guitai.cases.views.guardian",
    "guitai.eforms.queries",
    "guitai.rights.queries",
)
"""Modules that look for the rows of somebody or some office: each refusal and each filter by whose it is."""
WHOSE = frozenset(
    {
        "applicant",
        "application__applicant",
        "owner",
        "representative",
        "representative__in",
        "subject",
        "subject__in",
        "agency_code",
        "agency_code__in",
        "guardian",
        "asked_by",
        "holder",
        "person",
    }
)
GATES = frozenset(
    {
        "official_page",
        "citizen_page",
        "signed_in_page",
        "represented_page",
        "acting_page",
        "concerned_page",
        "registered_system",
    }
)
REFUSES_WHEN_TRUE = frozenset(
    {
        "is_own",
        "too_many",
        "_lacks_second_factor",
        "_needs_own",
        "_not_the_person",
        "_incomplete",
        "_nobody_to_act",
        "_for_herself",
        "_no_papers",
        "_no_mark",
        "_witnesses",
    }
)
"""Questions whose yes keeps somebody out."""


@dataclass(frozen=True)
class Mutant:
    """One check without which the product runs: where it stands, and how to take it out of this process."""

    module: str
    function: str
    line: int
    what: str
    kind: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.function}: {self.what}"


def everything() -> list[Mutant]:
    return [*_conditions(), *_decorators()]


def apply(mutant: Mutant) -> None:
    """From now on this process runs without the check; only ever called in a child that ends soon."""
    if mutant.kind == "decorator":
        _open_page(mutant)
        return
    module = importlib.import_module(mutant.module)
    tree = _tree(module)
    _Remover(mutant).visit(tree)
    ast.fix_missing_locations(tree)
    _replace(module, mutant.function, compile(tree, str(module.__file__), "exec"))


def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def _conditions() -> Iterator[Mutant]:
    for names, only_refusals in ((POLICIES, False), (FILTERED, True)):
        for name in names:
            for function, node in _functions(_tree(importlib.import_module(name))):
                for each in _checks(node, function, only_refusals=only_refusals):
                    line, what, kind = each
                    yield Mutant(name, function, line, what, kind)


def _functions(tree: ast.AST, space: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{space}{node.name}", node
            yield from _functions(node, f"{space}{node.name}.<locals>.")
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{space}{node.name}.")


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Every node of the function itself, not of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from _own(child)


def _checks(node: ast.FunctionDef, name: str, *, only_refusals: bool) -> Iterator[tuple[int, str, str]]:
    answers_yes_or_no = isinstance(node.returns, ast.Name) and node.returns.id == "bool"
    for each in _own(node):
        if isinstance(each, ast.If) and _refuses(each.body, yes_or_no=answers_yes_or_no, name=name):
            yield each.lineno, f"if {ast.unparse(each.test)}", "if"
        elif isinstance(each, ast.Return) and answers_yes_or_no and each.value and not only_refusals:
            whole = name in REFUSES_WHEN_TRUE or not _is(each.value, ast.And)
            parts = [each.value] if whole else each.value.values  # type: ignore[attr-defined]  # BoolOp
            for at, part in enumerate(parts):
                if not isinstance(part, ast.Constant):
                    yield each.lineno, f"return … {ast.unparse(part)}", f"return {at}"
        elif isinstance(each, ast.match_case) and each.guard is not None and not only_refusals:
            parts = each.guard.values if _is(each.guard, ast.And) else [each.guard]  # type: ignore[attr-defined]  # BoolOp
            for at, part in enumerate(parts):
                yield each.pattern.lineno, f"case … if {ast.unparse(part)}", f"guard {at}"
        elif isinstance(each, ast.Call) and _looks_for_rows(each.func):
            words = [word for word in each.keywords if word.arg in WHOSE]
            yield from ((each.lineno, f"filter({ast.unparse(word)})", f"keyword {word.arg}") for word in words)


def _refuses(body: list[ast.stmt], *, yes_or_no: bool, name: str) -> bool:
    """Tell whether the block keeps somebody out: it raises, sends elsewhere, or answers no."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        return True
    if not isinstance(last, ast.Return) or last.value is None:
        return False
    if isinstance(last.value, ast.Constant) and yes_or_no:
        return last.value.value is (name in REFUSES_WHEN_TRUE)
    words = ast.unparse(last.value)
    return any(word in words for word in ("redirect_to_login", "_go_with_next", "_ask_for_second_factor", ".none()"))


def _looks_for_rows(called: ast.expr) -> bool:
    """Tell whether rows are narrowed here; what is created says whose it is, too, and is no check."""
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in {"filter", "get", "exclude", "Q"}


def _is(node: ast.AST, operator: type[ast.boolop]) -> bool:
    return isinstance(node, ast.BoolOp) and isinstance(node.op, operator)


class _Remover(ast.NodeTransformer):
    """Takes one check out and keeps every name it uses, so that the compiled function fits into its place."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.done = False

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self._here(node, "if", f"if {ast.unparse(node.test)}"):
            node.test = _with(ast.And(), node.test, value=False)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        if node.value is None or not self.mutant.kind.startswith("return") or node.lineno != self.mutant.line:
            return node
        at, gone = int(self.mutant.kind.split()[1]), self.mutant.function.split(".")[-1] not in REFUSES_WHEN_TRUE
        if gone and isinstance(node.value, ast.BoolOp) and isinstance(node.value.op, ast.And):
            node.value.values[at] = _with(ast.Or(), node.value.values[at], value=True)
        else:
            node.value = _with(ast.Or() if gone else ast.And(), node.value, value=gone)
        self.done = True
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        self.generic_visit(node)
        kind, _space, at = self.mutant.kind.partition(" ")
        if node.guard is None or kind != "guard" or node.pattern.lineno != self.mutant.line:
            return node
        if isinstance(node.guard, ast.BoolOp) and isinstance(node.guard.op, ast.And):
            node.guard.values[int(at)] = _with(ast.Or(), node.guard.values[int(at)], value=True)
        else:
            node.guard = _with(ast.Or(), node.guard, value=True)
        self.done = True
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        word = self.mutant.kind.removeprefix("keyword ")
        if node.lineno == self.mutant.line and self.mutant.kind.startswith("keyword") and not self.done:
            kept = [each for each in node.keywords if each.arg != word]
            self.done = len(kept) < len(node.keywords)
            node.keywords = kept
        return node

    def _here(self, node: ast.stmt, kind: str, what: str) -> bool:
        found = not self.done and (node.lineno, kind, what) == (self.mutant.line, self.mutant.kind, self.mutant.what)
        self.done = self.done or found
        return found


def _with(operator: ast.boolop, test: ast.expr, *, value: bool) -> ast.expr:
    return ast.BoolOp(operator, [test, ast.Constant(value)])


def _replace(module: ModuleType, function: str, compiled: CodeType) -> None:
    """Every live function of this name runs the new code, also those that decorators have closed over."""
    new = next(code for code in _codes(compiled) if code.co_qualname == function)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__module__ is not None:
            code = each.__code__
            if code.co_filename == module.__file__ and code.co_qualname == function:
                each.__code__ = new


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _decorators() -> Iterator[Mutant]:
    for path in sorted((Path(settings.ROOT) / "guitai").rglob("*.py")):
        name = ".".join(path.relative_to(settings.ROOT).with_suffix("").parts)
        if "tests" in path.parts or not any(gate in path.read_text(encoding="utf-8") for gate in GATES):
            continue
        for function, node in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            for each in node.decorator_list:
                if "<locals>" not in function and _gate(each) in GATES:
                    yield Mutant(name, function, node.lineno, f"@{ast.unparse(each)}", "decorator")


def _gate(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def _open_page(mutant: Mutant) -> None:
    """The page is served without its gate."""
    module = importlib.import_module(mutant.module)
    tree = _tree(module)
    for function, node in _functions(tree):
        if function == mutant.function:
            node.decorator_list = [each for each in node.decorator_list if _gate(each) not in GATES]
    space: dict[str, Any] = dict(vars(module))
    exec(compile(tree, str(module.__file__), "exec"), space)  # noqa: S102 - the module itself, less one line
    page: Callable[..., object] = space[mutant.function]
    for pattern in named_patterns().values():
        if (pattern.callback.__module__, pattern.callback.__name__) == (mutant.module, mutant.function):
            pattern.callback = page
