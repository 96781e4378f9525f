"""Do the tests notice a broken line? `python -m tools.mutants` breaks sixty, one at a time, and runs their tests.

The mutants are drawn by a fixed seed from the operators, comparisons and conditions of nnkit and ui. Each is tried in a
copy of the project, against the tests of its own part. Those that no test noticed are listed at the end.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("nnkit", "ui")
MAX_SECONDS = 900  # for the tests of one mutant; one that never ends is noticed too
# The tests of a part, quick ones first: the first failure is enough.
TESTS = {
    "nnkit/experiment": ("tests/unit/nnkit/experiment", "tests/oracle/results"),
    "nnkit/datasets": ("tests/unit/nnkit/datasets", "tests/oracle/datasets"),
    "nnkit/results": ("tests/unit/nnkit/results", "tests/oracle/results"),
    "nnkit/training": ("tests/unit/nnkit/training", "tests/oracle/training", "tests/oracle/results"),
    "nnkit/concepts": ("tests/unit/nnkit/concepts", "tests/oracle/concepts"),
    "nnkit/figures": ("tests/unit/nnkit/figures", "tests/unit/nnkit/concepts"),
    "nnkit/code": ("tests/unit/nnkit/code", "tests/oracle/code"),
    "nnkit/reports": ("tests/unit/nnkit/reports", "tests/app/compare", "tests/app/ui"),
    "nnkit/lessons": ("tests/unit/nnkit/lessons", "tests/unit/lessons", "tests/app/lessons", "tests/app/class_"),
    "nnkit/jobs": ("tests/unit/nnkit/jobs", "tests/processes"),
    "ui": ("tests/unit/ui", "tests/unit/pages", "tests/app"),
}
# The bundled runs are named by the version of the code that trains, so this fails after every change of it.
BUNDLED = "tests/oracle/training/test_bundled_runs.py"
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Mutant:
    path: str
    line: int
    before: str
    after: str
    source: str  # of the whole mutated file


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file. The mutated source is written without comments; it is run, not read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(_code_in(tree)):
        before = ast.unparse(node)
        for undo in _mutate(node):
            yield Mutant(str(path.relative_to(ROOT)), node.lineno, before, ast.unparse(node), ast.unparse(tree))
            undo()


def _code_in(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that can be mutated, without type annotations."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code_in(child)
    if isinstance(node, (ast.Compare, ast.BinOp, ast.BoolOp, ast.If, ast.IfExp, ast.While)):
        yield node


def _mutate(node: ast.AST) -> Iterator:
    """Change the node in place, once for each way to do so, and yield what takes the change back."""
    if isinstance(node, (ast.BinOp, ast.BoolOp)) and type(node.op) in SWAPS:
        yield from _set(node, "op", SWAPS[type(node.op)]())
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in SWAPS:
        yield from _set(node, "ops", [SWAPS[type(node.ops[0])]()])
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield from _set(node, "test", ast.UnaryOp(ast.Not(), node.test))


def _set(node: ast.AST, name: str, value: object) -> Iterator:
    before = getattr(node, name)
    setattr(node, name, value)
    yield lambda: setattr(node, name, before)


def draw(count: int, seed: int) -> list[Mutant]:
    """The same mutants for the same seed and the same code."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    everything = [mutant for path in paths for mutant in mutants_of(path)]
    return random.Random(seed).sample(everything, count)


def is_noticed(mutant: Mutant, copy: Path) -> bool:
    """Whether a test of the mutant's part fails."""
    part = next(part for part in TESTS if mutant.path.startswith(f"{part}/") or part == "ui")
    tests = [name for name in TESTS[part] if (copy / name).exists()]
    target = copy / mutant.path
    original = target.read_text(encoding="utf-8")
    target.write_text(mutant.source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", f"--ignore={BUNDLED}", *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        target.write_text(original, encoding="utf-8")
    return done.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="a path that the mutants' files begin with")
    options = parser.parse_args()
    survivors, tried = [], 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "data", "__pycache__"))
        os.symlink(ROOT / "data", copy / "data")
        for mutant in draw(options.count, options.seed):
            if not mutant.path.startswith(options.only):
                continue
            began, noticed, tried = time.monotonic(), is_noticed(mutant, copy), tried + 1
            place = f"{mutant.path}:{mutant.line}"
            first = mutant.after.splitlines()[0]
            print(
                f"{'noticed ' if noticed else 'SURVIVED'} {place}  {first}  ({time.monotonic() - began:.0f} s)",
                flush=True,
            )
            survivors += [] if noticed else [mutant]
    print(f"\n{tried - len(survivors)} of {tried} noticed")
    for mutant in survivors:
        print(f"\n{mutant.path}:{mutant.line}\n- {mutant.before}\n+ {mutant.after}")


if __name__ == "__main__":
    main()
