"""The version of the code that makes runs: a stored run is used only by the version that made it."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENTRY_POINT = "nnkit.training.loop"  # its `train` makes every run
MANIFEST = "data/manifest.json"
LIBRARIES = ("keras", "tensorflow", "tensorflow-cpu", "numpy", "scikit-learn")


@cache
def code_version(root: Path = ROOT) -> str:
    """Hash the modules that training imports, the manifest of the bundled data and the versions of libraries.

    The modules are found by following import statements, so that changing a concept, a figure or a page invalidates
    no run. Hexadecimal, 64 characters.
    """
    digest = hashlib.sha256()
    for path in (*sorted(sources_of(ENTRY_POINT, root)), root / MANIFEST):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def sources_of(module: str, root: Path = ROOT) -> set[Path]:
    """The files of a module and of all modules of its package that it imports, directly or indirectly."""
    package = module.split(".")[0]
    found: set[Path] = set()
    pending = [module]
    while pending:
        name = pending.pop()
        path = _source(name, root)
        if path is None or path in found:
            continue
        found.add(path)
        pending += [imported for imported in _imports(path) if imported.split(".")[0] == package]
        if "." in name:
            pending.append(name.rpartition(".")[0])  # importing a module also runs the packages that contain it
    return found


def _source(module: str, root: Path) -> Path | None:
    """The file of a module; None if the name is something else, such as a class that a module defines."""
    base = root.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def _imports(path: Path) -> Iterator[str]:
    """All names in the import statements of a file; of `from a import b`, both a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # TensorFlow is installed under one of two names
        return None
