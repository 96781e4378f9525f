"""The documents name what exists."""

import re
from pathlib import Path

import pytest

from nnkit.experiment import PLANAR_SHAPES
from nnkit.experiment.limits import LIMITS
from pages.history.events import EVENTS
from pages.history.hidden import SEEDS, WIDTHS
from pages.imdb.experiments import NAMES
from tests.unit.test_architecture import MAY_IMPORT

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
FOLDERS = tuple(path.name for path in ROOT.iterdir() if path.is_dir() and path.name != ".venv")


def code_in(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


def words_in(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_paths_named_in_the_documents_exist():
    texts = [(ROOT / document).read_text(encoding="utf-8") for document in DOCUMENTS]
    named = [word for text in texts for code in code_in(text) for word in code.split()]
    paths = [word for word in named if word.split("/")[0] in FOLDERS and "/" in word and "<" not in word]
    paths += [word for word in named if re.fullmatch(r"[\w-]+\.(py|txt|toml|md)", word) and word != "page.py"]
    assert len(paths) > 50
    assert not [path for path in paths if not (ROOT / path).exists()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_between_documents_lead_somewhere(document):
    folder = (ROOT / document).parent
    links = re.findall(r"\]\(([^)#]+)", (ROOT / document).read_text(encoding="utf-8"))
    assert not [link for link in links if not link.startswith("https:") and not (folder / link).exists()]


def test_the_settings_of_a_server_are_described():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "ui" / "server").glob("*.py")]
    names = {name for source in sources for name in re.findall(r'"(NNKIT_[A-Z_]+)"', source)}
    assert len(names) >= 5
    described = (ROOT / "docs/server.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"| `{name}` |" not in described]


def test_names_of_the_table_of_what_to_add_where_are_in_their_files():
    """Names in capitals and of classes, such as CHOOSE_DATA and RuntimeInputs."""
    lines = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line.startswith("| a")):
        names = [code for code in code_in(line) if re.fullmatch(r"[A-Z]\w+", code)]
        files = [path for code in code_in(line) if (path := ROOT / code).is_file()]
        found = set().union(*(words_in(path.read_text(encoding="utf-8")) for path in files))
        assert set(names) <= found, line


def test_the_drawing_of_packages_shows_every_import_that_is_allowed():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    arrows = re.findall(r"^ +(\w+) --> (\w+)$", text, re.MULTILINE)

    def reached_from(package: str) -> set[str]:
        targets = {target for source, target in arrows if source == package}
        return targets.union(*map(reached_from, targets))

    drawn = {package for arrow in arrows for package in arrow}
    assert {package: reached_from(package) for package in drawn} == {
        package: set(allowed) for package, allowed in MAY_IMPORT.items()
    }


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("a timeline of twenty events", len(EVENTS) == 20),
        ("forty small\nnetworks trained on XOR", SEEDS * len(WIDTHS) == 40),
        ("up to six hidden layers", LIMITS["hidden_layers"][1] == 6),
        ("drawn in five shapes", len(PLANAR_SHAPES) == 5),
        ("Four networks that overfit", len(NAMES) == 4),
    ],
)
def test_numbers_of_the_readme_are_those_of_the_app(claim, number):
    assert claim in (ROOT / "README.md").read_text(encoding="utf-8")
    assert number
