"""Who may import whom, and where TensorFlow may live."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each package of the kit, with the ones that it may import besides itself.
MAY_IMPORT = {
    "experiment": (),
    "datasets": ("experiment",),
    "results": ("experiment", "datasets"),
    "concepts": ("experiment", "datasets", "results"),
    "figures": ("experiment", "datasets", "results"),
    "code": ("experiment", "datasets", "results"),
    "reports": ("experiment", "datasets", "results", "figures", "code"),
    "lessons": ("experiment", "datasets", "results"),
    "training": ("experiment", "datasets", "results"),
    "jobs": ("experiment", "datasets", "results", "training"),
}
TENSORFLOW = {"tensorflow", "keras"}
WITH_TENSORFLOW = {
    f"nnkit.training.{name}" for name in ("early_stopping", "loop", "model", "multi_hot", "network", "program")
}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    module_of(path): path for folder in ("nnkit", "ui", "pages") for path in sorted((ROOT / folder).rglob("*.py"))
}
SOURCES["app"] = ROOT / "app.py"
KIT = [module for module in SOURCES if module.startswith("nnkit.")]
APP = [module for module in SOURCES if module.split(".")[0] in ("ui", "pages", "app")]


@cache
def imports_of(module, top_level_only=False):
    """The names of modules in the module's import statements; of `from a import b`, both a and a.b."""
    tree = ast.parse(SOURCES[module].read_text(encoding="utf-8"))
    found = []
    for node in tree.body if top_level_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def test_every_package_has_its_place():
    packages = {path.parent.name for path in (ROOT / "nnkit").glob("*/__init__.py")}
    assert packages == set(MAY_IMPORT)
    assert {path.name for path in (ROOT / "nnkit").glob("*.py")} == {"__init__.py"}
    assert any(module.startswith("pages.") for module in SOURCES)


@pytest.mark.parametrize("module", KIT)
def test_a_package_of_the_kit_imports_only_those_before_it(module):
    own = module.split(".")[1]
    for imported in imports_of(module):
        library, _, rest = imported.partition(".")
        assert library not in ("streamlit", "ui", "pages"), f"{module} imports {imported}"
        if library == "nnkit" and rest:
            package = rest.split(".")[0]
            assert package in (own, *MAY_IMPORT[own]), f"{module} imports {imported}"


@pytest.mark.parametrize("module", [name for name in KIT if name.startswith("nnkit.figures.")])
def test_figures_of_a_page_import_only_shared_modules_of_figures(module):
    """Those are the modules at the root of figures, and the sub-package planar; they import no page's sub-package."""
    folders = {path.parent.name for path in (ROOT / "nnkit/figures").glob("*/__init__.py")}
    assert "planar" in folders
    own = module.split(".")[2]
    allowed = {own, "planar"} if own in folders - {"planar"} else {own}
    for imported in imports_of(module):
        if imported.startswith("nnkit.figures."):
            sub_package = imported.split(".")[2]
            assert sub_package not in folders - allowed, f"{module} imports {imported}"


@pytest.mark.parametrize("module", APP)
def test_the_app_imports_no_other_page_and_no_tensorflow(module):
    own_page = ".".join(module.split(".")[:2])
    for imported in imports_of(module):
        if imported.startswith("pages."):
            assert imported == own_page or imported.startswith(f"{own_page}."), f"{module} imports {imported}"
        assert imported.split(".")[0] not in TENSORFLOW, f"{module} imports {imported}"
        assert imported not in WITH_TENSORFLOW, f"{module} imports {imported}"
        assert not (module.startswith("ui") and imported.startswith("pages")), f"{module} imports {imported}"


@pytest.mark.parametrize("module", [name for name in SOURCES if name not in WITH_TENSORFLOW])
def test_only_training_imports_tensorflow(module):
    named = {imported.split(".")[0] for imported in imports_of(module, top_level_only=True)}
    assert not named & TENSORFLOW, f"{module} imports {named & TENSORFLOW}"


def test_importing_the_app_loads_no_tensorflow():
    """In one process of its own, which names the first module that loads it."""
    light = [name for name in SOURCES if name not in WITH_TENSORFLOW and not name.endswith(".page") and name != "app"]
    code = f"""
import sys
from importlib import import_module
for module in {light!r}:
    import_module(module)
    loaded = {TENSORFLOW!r} & set(sys.modules)
    if loaded:
        sys.exit(f"importing {{module}} loads {{sorted(loaded)}}")
print("imported", len({light!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"imported {len(light)}"
