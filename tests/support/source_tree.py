"""The repository's own Python as syntax trees, so that tests can hold it to rules that no linter knows."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("shared/src", "services/needs/src", "services/offers/src", "services/matcher/src", "deploy/local/src")


@dataclass(frozen=True)
class Module:
    """One file: its path from the repository's root, with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[tuple[str, int]]:
        """Yield each function's place and its number of lines, from `def` to its end."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{self.path}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1

    @cached_property
    def mentions(self) -> Sequence[tuple[ast.expr, str]]:
        """Every dotted name that is used, spelt from the module it was imported from."""
        imported = _imported_names(self.tree)
        names = (node for node in ast.walk(self.tree) if isinstance(node, ast.Name | ast.Attribute))
        parts = ((node, dotted(node).partition(".")) for node in names)
        return [(node, imported.get(first, first) + dot + rest) for node, (first, dot, rest) in parts]

    def imports(self) -> set[str]:
        """Return the top-level packages that it imports."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
        return found


def modules_in(*folders: str) -> tuple[Module, ...]:
    """Return every Python file below these folders, in order."""
    return tuple(module for folder in folders for module in _modules_below(folder))


@cache
def _modules_below(folder: str) -> tuple[Module, ...]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    return tuple(Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def dotted(node: ast.expr) -> str:
    """Return a chain of attributes as a dotted name; what it hangs on, when that is no name, is spelt `?`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def _imported_names(tree: ast.Module) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names
