"""Whatever an address holds for the controls of a section, the section is shown without an exception."""

import pytest

from nnkit.jobs import JobQueue, RunStore
from tests.app.visitor import Visitor
from tests.unit.nnkit.jobs.stand_ins import StuckEngine
from tools.sections import sections

# Each one for all controls of a section at once. What broke a section before comes first.
HOSTILE = ["inf", "", "nan", "-1", "9" * 30, "[]", "a" * 5_000]


@pytest.mark.parametrize(("page", "section"), [(page, name) for page, names in sections().items() for name in names])
def test_a_section_is_shown_whatever_its_address_holds(page, section, use_queue):
    use_queue(JobQueue(StuckEngine(), RunStore(None)))  # what an address trains is not looked at here
    keys = list(Visitor(page, section).run().app.session_state["controls.shown"].controls)
    for value in HOSTILE:
        visitor = Visitor(page, section)
        visitor.app.query_params.update(dict.fromkeys(keys, value))
        visitor.run()  # fails for an exception on the page


@pytest.mark.parametrize(
    ("page", "section", "name", "text", "default", "choice"),
    [("mnist", "digits", "digit", "inf", "0", 5), ("perceptron", "rule", "order", "", "always the same", "shuffled")],
)
def test_what_streamlit_cannot_take_is_told_and_its_control_works(page, section, name, text, default, choice):
    visitor = Visitor(page, section)
    visitor.app.query_params[f"{page}_{name}"] = text
    visitor.run()
    assert visitor.says(
        f"did not understand this in the address: {page}_{name}={text} (the default is used: {default})"
    )
    visitor.choose(**{name: choice})
    assert visitor.run().app.session_state[f"{page}_{name}"] == choice
