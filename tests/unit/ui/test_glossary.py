"""The glossary: every link leads to a term, every term is linked, and every page links the terms that it uses."""

import ast
import re
from functools import cache

import pytest

from tools.sections import PAGES, sections
from ui.glossary import GLOSSARY, anchor_of, term, with_link

CHAPTER = sorted(sections())  # the pages with sections
SHARED = [PAGES.parent / "ui"]
# How terms are written besides their own name and its plural with an s.
FORMS = {
    "batch": r"batch(es)?",
    "nats": r"nats?",
    "overfitting": r"overfit\w*",
    "penalty": r"penalt(y|ies)",
    "saturated": r"saturat\w+",
    "validation": r"validat\w+",
}
# A word in another sense, and one that stands in the head of a table alone.
OTHERS = {("history", "margin"), ("imdb", "accuracy")}
COMPUTED_LABELS = ("Seed", "L1 penalty λ")  # of controls, which no call writes out


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def linked_in(folders):
    """The names of the terms that modules in these folders link by calls of `term`."""
    trees = [tree_of(path) for folder in folders for path in folder.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "term"]
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}


def texts_in(folder):
    """The texts in the modules of a folder that are longer than a word, without docstrings."""
    for path in folder.rglob("*.py"):
        nodes = list(ast.walk(tree_of(path)))
        modules = [node for node in nodes if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
        docstrings = {id(node.body[0].value) for node in modules if isinstance(node.body[0], ast.Expr)}
        texts = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        yield from (text.value for text in texts if " " in text.value and id(text) not in docstrings)


def linked_by_labels(folders):
    """The terms that are linked because the label of a control holds them."""
    labels = [text for folder in folders for path in folder.rglob("*.py") for text in labels_in(path)]
    labels += COMPUTED_LABELS
    return {name for label in labels for name in GLOSSARY if f"](glossary#{anchor_of(name)} " in with_link(label)}


def labels_in(path):
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    arguments = [argument for call in calls for argument in call.args[:2] if isinstance(argument, ast.Constant)]
    return [argument.value for argument in arguments if isinstance(argument.value, str)]


def test_every_link_leads_to_a_term():
    linked = linked_in([PAGES, *SHARED])
    assert linked
    assert linked <= set(GLOSSARY)


def test_every_term_is_linked_from_somewhere():
    labels = linked_by_labels([PAGES / page for page in CHAPTER] + [PAGES.parent / "ui/controls"])
    assert set(GLOSSARY) == linked_in([PAGES]) | (labels & set(GLOSSARY))


@pytest.mark.parametrize("name", GLOSSARY)
def test_a_term_can_be_tried_in_a_section_and_has_an_explanation_that_a_link_can_hold(name):
    explanation, place = GLOSSARY[name]
    page, section = place.split(".")
    assert section in sections()[page]
    assert explanation.endswith(".")
    assert explanation.count(". ") <= 1  # one or two sentences
    assert not set('"\n[]') & set(explanation)


@pytest.mark.parametrize("page", CHAPTER)
def test_a_page_links_every_term_that_it_uses(page):
    texts = "\n".join(texts_in(PAGES / page))
    used = {name for name in GLOSSARY if re.search(rf"\b{FORMS.get(name, f'{name}s?')}\b", texts, re.IGNORECASE)}
    linked = linked_in([PAGES / page]) | linked_by_labels([PAGES / page, PAGES.parent / "ui/controls"])
    assert {name for name in used - linked if (page, name) not in OTHERS} == set()


def test_no_two_terms_have_the_same_anchor():
    assert len({anchor_of(name) for name in GLOSSARY}) == len(GLOSSARY)
    assert anchor_of("finite difference") == "finite-difference"


def test_a_link_holds_the_explanation():
    assert term("epoch", "epochs") == f'[epochs](glossary#epoch "{GLOSSARY["epoch"].explanation}")'


def test_the_longest_term_in_a_label_is_linked():
    assert with_link("Learning rate η") == f"{term('learning rate', 'Learning rate')} η"
    assert with_link("Hidden layers") == term("hidden layer", "Hidden layers")
    assert with_link("Noise") == "Noise"
