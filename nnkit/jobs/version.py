"""One text that changes whenever a run could come out differently: stored runs of another version are not used."""

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
    """A hash over the modules that training imports, the manifest of the bundled data and the libraries' versions.

    The modules are found by walking the import statements, so that a concept, a figure or a page changes nothing.
    """
    digest = hashlib.sha256()
    for path in (*sorted(sources_of(ENTRY_POINT, root)), root / MANIFEST):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def sources_of(module: str, root: Path = ROOT) -> set[Path]:
    """The files of a module and of everything in its package that it imports, directly or through others."""
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
        pending += [name.rpartition(".")[0]] * ("." in name)  # importing a module runs the packages around it
    return found


def _source(module: str, root: Path) -> Path | None:
    """None where the name is not a module: `from module import name` is read as if it could be one."""
    base = root.joinpath(*module.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _version(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:  # TensorFlow goes by two names
        return None
