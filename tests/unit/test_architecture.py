"""Who may import whom, and where TensorFlow may live."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("nnkit", "ui", "pages")
# Each may import what stands before it, and nothing behind it.
ORDER = [
    "nnkit.limits",
    "nnkit.formal_neuron",
    "nnkit.hebb",
    "nnkit.line",
    "nnkit.choices",
    "nnkit.kinds",
    "nnkit.network",
    "nnkit.experiment",
    "nnkit.layers",
    "nnkit.run",
    "nnkit.schedule",
    "nnkit.datasets",
    "nnkit.perceptron",
    "nnkit.batches",
    "nnkit.shapes",
    "nnkit.inference",
    "nnkit.softmax",
    "nnkit.approximation",
    "nnkit.activations",
    "nnkit.dense",
    "nnkit.initial",
    "nnkit.neuron",
    "nnkit.words",
    "nnkit.surfaces",
    "nnkit.descent",
    "nnkit.graph",
    "nnkit.expressions",
    "nnkit.loop",
    "nnkit.plane",
    "nnkit.models",
    "nnkit.compiled",
    "nnkit.training",
    "nnkit.export",
    "nnkit.jobs",
]
HEAVY = {"tensorflow", "keras"}
HEAVY_MODULES = {"nnkit.models", "nnkit.compiled", "nnkit.training"}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path, top_level_only=False):
    """The modules that a file names in its import statements."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


SOURCES = {module_of(path): path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))}
SOURCES["app"] = ROOT / "app.py"


def rank(module):
    return next((place for place, name in enumerate(ORDER) if module == name or module.startswith(f"{name}.")), None)


def test_the_sources_are_found():
    assert set(ORDER) <= set(SOURCES)
    assert any(module.startswith("pages.") for module in SOURCES)


@pytest.mark.parametrize("module", [name for name in SOURCES if rank(name) is not None])
def test_the_kit_imports_only_what_comes_before(module):
    for imported in imports_of(SOURCES[module]):
        if rank(imported) is not None:
            assert rank(imported) <= rank(module), f"{module} imports {imported}"
        assert not imported.startswith(("nnkit.figures", "ui", "pages", "streamlit")), f"{module} imports {imported}"


@pytest.mark.parametrize("module", [name for name in SOURCES if name.startswith("nnkit.figures")])
def test_figures_only_draw(module):
    allowed = ("figures", "run", "datasets", "inference", "plane", "layers", "experiment")
    allowed = tuple(f"nnkit.{name}" for name in allowed)
    for imported in imports_of(SOURCES[module]):
        assert not imported.startswith("streamlit"), f"{module} imports {imported}"
        assert not imported.startswith("nnkit") or imported == "nnkit" or imported.startswith(allowed), imported


@pytest.mark.parametrize("module", [name for name in SOURCES if name.startswith(("ui", "pages", "app"))])
def test_the_app_imports_no_other_page_and_no_heavy_module(module):
    own = ".".join(module.split(".")[:2])
    for imported in imports_of(SOURCES[module]):
        if imported.startswith("pages."):
            assert imported.startswith(own), f"{module} imports {imported}"
        assert imported.split(".")[0] not in HEAVY, f"{module} imports {imported}"
        assert imported not in HEAVY_MODULES, f"{module} imports {imported}"
        assert not (module.startswith("ui") and imported.startswith("pages")), f"{module} imports {imported}"


@pytest.mark.parametrize("module", [name for name in SOURCES if name not in HEAVY_MODULES])
def test_only_three_modules_import_tensorflow(module):
    named = {imported.split(".")[0] for imported in imports_of(SOURCES[module], top_level_only=True)}
    assert not named & HEAVY, f"{module} imports {named & HEAVY}"


@pytest.mark.parametrize(
    "statement",
    [
        "import nnkit, nnkit.jobs, nnkit.figures, nnkit.export, nnkit.inference, nnkit.datasets",
        *(
            f"import {module}"
            for module in SOURCES
            if module.startswith(("ui", "pages")) and not module.endswith(".page") and SOURCES[module].stat().st_size
        ),
    ],
)
def test_importing_loads_no_tensorflow(statement):
    code = f"{statement}; import sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
