"""A link opens the section with the settings of the one who copied it, whatever the address bar says."""

import threading
from urllib.parse import parse_qs

import pytest

from nnkit.jobs import InlineEngine, JobFailed, JobQueue, RunStore
from tests.app.visitor import Visitor
from tools.sections import sections
from ui.controls import binding


class StuckEngine(InlineEngine):
    """Takes jobs and never gets anywhere: what is submitted is looked at, and not what comes of it."""

    background = True

    def __init__(self):
        super().__init__()
        self.ended = threading.Event()

    def run(self, *call, **hooks):
        self.ended.wait()
        raise JobFailed("The test is over.")

    def shutdown(self):
        self.ended.set()


@pytest.fixture
def stuck_queue(use_queue):
    queue = JobQueue(StuckEngine(), RunStore(None))
    use_queue(queue)
    yield queue
    queue.shutdown()


def link_of(visitor):
    """Press the button; return the parameters of the link that the dialog shows, each with its values."""
    visitor.app.button(key="link.open").click()
    visitor.run()
    (link,) = [code.value for code in visitor.app.code if "?" in code.value]
    return parse_qs(link.partition("?")[2], keep_blank_values=True, strict_parsing=True)


def follow(page, link):
    """Open the link in a session of its own."""
    visitor = Visitor(page)
    visitor.app.query_params.update(link)
    return visitor.run()


def requested(visitor):
    """The experiments that each part of the page has submitted."""
    names = [name for name in visitor.app.session_state if name.endswith(".training")]
    return {name: visitor.app.session_state[name].experiments for name in names}


CHANGES = {
    ("overfitting", "depth"): {"layers": 2, "units_2": 3, "rate": 0.03, "activation": "relu", "batch": 32, "l2": 0.001},
    ("overfitting", "width"): {"width_units": "2, 7", "width_seed": 5, "noise": 0.35, "features": ["x1", "x1²"]},
    ("overfitting", "remedies"): {"shape": "circles", "points": 50},
    ("mnist", "train"): {
        "layers": 0,
        "epochs": 3,
        "optimizer": "adam",
        "batch": None,
        "digits": 5000,
        "validation": 20,
    },
    ("imdb", "own"): {"vocabulary": 1000, "dropout": 50, "patience": 2, "restore": True},
    ("fundamentals", "softmax"): {"softmax_view": "A trained network", "groups_noise": 0.3},
    ("perceptron", "today"): {"today_rate": 0.3, "today_epochs": 500, "today_sklearn": True},
}


@pytest.mark.parametrize(("page", "section"), CHANGES)
def test_a_link_submits_the_same_experiments(page, section, stuck_queue):
    author = Visitor(page, section).run()
    for name, value in CHANGES[page, section].items():
        author.choose(**{name: value})
    train(author)
    reader = follow(page, link_of(author))
    train(reader)
    assert requested(author) == requested(reader)
    assert any(requested(author).values())


def change_every_control(visitor, menus):
    """Move all controls of the open section that are bound to the address, as one change."""
    for key, bound in visitor.app.session_state["controls.shown"].controls.items():
        control = visitor.app.get_by_key(key)
        if not control.disabled:
            control.set_value(another_value(control, menus[bound.write]))
    visitor.run()


def another_value(control, options):
    """A value that the control takes and does not have. options: those of a menu, else None."""
    if options is not None and isinstance(control.value, list):
        return control.value[1:]
    if options is not None:
        return next(option for option in reversed(list(options)) if option not in (control.value, "own points"))
    if control.type == "toggle":
        return not control.value
    if control.type == "text_input":
        return "4, 2" if "units" in control.key else "a good film & more"
    return control.min if control.value != control.min else control.value + control.step


@pytest.fixture
def menus(monkeypatch):
    """The options of each menu by the function that writes them: a session does not tell them."""
    found, real = {}, binding._writer

    def writer(options, format_option):
        write = real(options, format_option)
        found[write] = options
        return write

    monkeypatch.setattr(binding, "_writer", writer)
    return found


@pytest.mark.parametrize(("page", "section"), [(page, name) for page, names in sections().items() for name in names])
def test_a_link_sets_every_control(page, section, stuck_queue, menus):
    author = Visitor(page, section).run()
    change_every_control(author, menus)
    reader = follow(page, link_of(author))
    assert texts_of(reader) == texts_of(author)
    assert not reader.says("Not understood")


def texts_of(visitor):
    """The value of each control of the open section, as an address has it."""
    state = visitor.app.session_state
    return {key: control.write(state[key]) for key, control in state["controls.shown"].controls.items()}


def train(visitor):
    """Press every button that starts a training."""
    for key in [button.key for button in visitor.app.button if (button.key or "").endswith((".train", ".start"))]:
        if not visitor.app.button(key=key).disabled:
            visitor.app.button(key=key).click()
            visitor.run()
