"""Which packages a command of segue may import, by the text of all modules below it."""

import ast
import sys
from functools import cache
from keyword import iskeyword

from infra.cli import RUNNING
from infra.extras import package_of
from tests.architecture import LAYERS, Source, imports, sources
from tests.paths import ROOT

TREE = {source.module: source for source in sources(ROOT) if source.house != "benchmarks"}


def packages_below(command: str) -> dict[str, str]:
    """Return the packages that are imported anywhere below a command, each with the module that it is imported as."""
    return {package_of(name): name for name in below(*modules_of(command))}


def modules_of(command: str) -> list[str]:
    folder = "infra.commands.running" if command in RUNNING else "infra.commands"
    module = f"{folder}.{command}_" if iskeyword(command) else f"{folder}.{command}"
    parts = {"import": "importing", "export": "exporting", "train": "training", "evaluate": "evaluation"}
    below = f"infra.commands.{parts.get(command, command)}."
    return [module, *(name for name in TREE if name.startswith(below))]


def below(*modules: str) -> set[str]:
    """Return the third-party modules that these modules, and those of segue that they import, import anywhere."""
    seen: set[str] = set()
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        for name in names_of(module):
            if name.partition(".")[0] in LAYERS:
                parts = name.split(".")
                waiting += [known for end in range(1, len(parts) + 1) if (known := ".".join(parts[:end])) in TREE]
            elif name.partition(".")[0] not in sys.stdlib_module_names:
                found.add(name.partition(".")[0])
    return found


@cache
def names_of(module: str) -> tuple[str, ...]:
    """Return what a module imports when it runs, not for types only."""
    source = TREE[module]
    tree = _WithoutTypes().visit(ast.parse(source.text))
    return tuple(imports(Source(source.module, ast.unparse(tree), source.is_package)))


class _WithoutTypes(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if "TYPE_CHECKING" in ast.dump(node.test) else self.generic_visit(node)
