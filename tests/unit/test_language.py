"""What visitors read is plain English: turns that had to be read twice do not come back."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for folder in ("pages", "ui", "nnkit/figures", "nnkit/concepts", "nnkit/experiment", "nnkit/jobs", "nnkit/datasets")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
# Regular expressions; each one was once on a page. They search the file's name, a colon and the text.
TURNS = [
    r"\bhas the network with\b",  # the subject comes first: "The network with 3 units has …"
    r"\bbesides\b[.,]",  # "too", or "as well"
    r"\brightly\b",  # "correctly"
    r"\beach to be \w+ed\b",
    r": Most epochs$",  # "Maximum epochs"
    r"(?-i:: Moments$)",
    r"\bmeasured from their average, onto one\b",
    r"\bof none\b",
    r"\bto and fro\b",  # "back and forth"
    r"\bwhoever\b",
    r"\bread (rightly|wrongly)\b",
    r"\bthat do most\b",
    r"\bfinds its material\b",
    r"\bthe surer\b",
    r"\bsurest\b",
    r"\bwhatever (comes in|they are|the picture)\b",
    r"\bare to be learned\b",
    r"\bget to (see|read)\b",
    r"\b(spelled|turn out) otherwise\b",
    r"\bread as an? ",
    r"\btakes it for a\b",
    r"\bnothing at all\b",
    r"\bfrom there on\b",
    r"\bheld back\b",
    r"\bOffered are\b",
    r"\bgoing on strengthened\b",
    r"; validation ",
    r"\bweights apart\b",
    r"\bbut for rounding\b",
    r"\bspeaks? for class\b",
    r"\bbefore anything is known\b",
    r"\bhence the name\b",
    r"\bcreeping\b",
    r"\bflying off\b",
    r"\bwhile you look\b",
    r"\bpromise[sd]?\b",
    r"\bhands? (its|on)\b",
    r"\bjust as it stands\b",
    r"\bhas its price\b",
    r"\bthat is looked for\b",
    r"\bgiven time\b",
    r": Whose ",
    r"\basks for other\b",
    r"\bhas no place\b",
    r"\bno gradient comes to\b",
    r"\bstands here once\b",
    r"\bthe way (forwards|back)\b",
    r"\bpicked out\b",
    r"\bMost probable are\b",
    r"\bof this moment\b",
    r"\bleaves for infinity\b",
    r"\bcosts most\b",
    r"\bare the most\b",
    r"\bfor ever\b",
    r"\bhad its turn\b",
    r": Of (every|gradient|the)\b",
    r"\bon (its|their) way back\b",
    r"\bthe more so\b",
    r"\bnow of one kind\b",
    r"\bhops\b",
    r"\bsomebody has to\b",
    r"\bno update is left\b",
    r"\bunless told otherwise\b",
    r"\bleft alone\b",
    r"\bsay the same class\b",
    r"\berror on the data\b",
    r"\bwas learned that\b",
    r"\bof which size\b",
    r"\blikelier\b",
    r"\bBring a file\b",
    r"\b(luck|chance) can add or take\b",
    r"\bturn those .* round\b",
    r"\bso (large|many) a\b",
    r"\bwhose turn\b",
    r"\bone's\b",
    r"\bmore expensive\b",
    r": Decides\b",
    r"\bcan't be told apart\b",
    r"\bcomes? to rest\b",
    r"\bits turn\b",
    r"\bof one half\b",
    r"\bwas seen to\b",
    r"\bwhat ever\b",
    r"\bweights run away\b",
    r"\bwhat they lead to\b",
    r"\bpast every number\b",
    r"\bjumps about\b",
    r"\bHow many samples a step\b",
    r"\bwould do\b",
    r"\bwhatever the (others|correlation)\b",
    r"\bgoes on for them\b",
    r"\bafter one that\b",
    r"\bIn line, place\b",
    r"\bof the day\b",
    r"\bslopes? of the loss by\b",
    r"\bfrom which on\b",
    r"\bthe best of all\b",
    r"\bare such rules\b",
    r"\bstays as it was\b",
    r"\bmend it\b",
    r"\bby use\b",
    r"\bbefore you came\b",
    r"\bas wide as it needs\b",
    r"\bgoes by his name\b",
    r"\bneither word by word\b",
    r": Build this$",
    r"\bmakes of its weighted sum\b",
    r"\bthe more, ?the\b",
    r"\btold apart from\b",
    r"\bhas tried all( \S+)? settings\b",
    r"\bas a probability is\b",
    r"\bones, and\b",
    r"\bThe points? that costs?\b",
]


def visible_texts(source: str):
    """Yield the string constants that have more than one word or are names of controls, docstrings left out."""
    tree = ast.parse(source)
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_docstrings_are_no_visible_texts():
    source = '"""Module."""\ndef f(x):\n    """Docstring."""\n    return f"You see {x} " "and this."\n'
    assert "".join(visible_texts(source)) == "You see  and this."


@pytest.fixture(scope="module")
def texts():
    """All of them, each with the file it stands in."""
    return [
        f"{path.relative_to(ROOT)}: {text}"
        for path in SOURCES
        for text in visible_texts(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("turn", TURNS)
def test_no_text_has_the_turn(turn, texts):
    pattern = re.compile(turn, re.IGNORECASE)
    assert not [text for text in texts if pattern.search(text)]
