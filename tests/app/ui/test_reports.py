"""The report beside a trained network."""

import io
import re
import zipfile

from nnkit.experiment.openings import OPENINGS
from tests.app.visitor import Part, Visitor
from ui import reports
from ui.links.print_address import read_print_address


def several():
    import streamlit as st

    from nnkit.experiment.openings import OPENINGS
    from ui.reports import offer_report
    from ui.training.live import follow_sliders

    openings = OPENINGS["overfitting/width"]
    count = st.slider("Networks", 1, 3, 3, key="count")
    names = [f"network {number}" for number in range(count)]
    runs = follow_sliders("part", openings[:count], openings[:count], names)
    offer_report("part", runs, names)


def buttons_of(part):
    return {button.label: button for button in part.app.get("download_button")}


def content_of(part, name, monkeypatch):
    """What the button's file has: AppTest has no server that makes it."""
    made = {}
    monkeypatch.setattr(reports, "_offer", lambda part, name, content, *_: made.update({name: content}))
    part.run()
    return made[name]()


def test_nothing_is_made_until_it_is_asked_for(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(reports, "report", None)
        patched.setattr(reports, "event_files", None)
        part = Part(several)
        assert not buttons_of(part)
        part.unfold("Report")
        assert list(buttons_of(part)) == ["report.html", "tensorboard.zip"]
    text = content_of(part, "report.html", monkeypatch)
    for number in range(3):
        assert f"<th>network {number}</th>" in text
    folders = zipfile.ZipFile(io.BytesIO(content_of(part, "tensorboard.zip", monkeypatch))).namelist()
    assert {name.split("/")[0] for name in folders} == {f"{number + 1:02d} network {number}" for number in range(3)}


def test_one_network_is_chosen_and_a_choice_that_is_gone_is_all_of_them(monkeypatch):
    part = Part(several).unfold("Report")
    part.app.selectbox[0].set_value("network 2")
    part.run()
    assert "<h3>network 2</h3>" in content_of(part, "report.html", monkeypatch)
    part.choose(count=2)
    assert part.app.selectbox[0].value == reports.ALL
    assert "<th>network 1</th>" in content_of(part, "report.html", monkeypatch)


def test_without_tensorboard_its_file_is_not_offered(monkeypatch):
    monkeypatch.setattr(reports, "find_spec", lambda name: None)
    part = Part(several).unfold("Report")
    assert list(buttons_of(part)) == ["report.html"]
    assert not part.says("tensorboard")


def test_views_to_print_hold_the_section_as_it_is_and_what_the_others_open_with():
    visitor = Visitor("overfitting").run().choose(width_units="1, 3").unfold("Report")
    links = {link.proto.label: link.proto.url for link in visitor.app.get("link_button")}
    assert list(links) == ["Print these networks", "Print all networks of the page"]
    views = {label: read_print_address(re.fullmatch(r"print\?view=(.*)", url)[1]) for label, url in links.items()}
    title, (chapter,) = views["Print these networks"]
    assert (title, chapter.title) == ("Overfitting: Widths", "Widths")
    assert tuple(chapter.experiments.values()) == OPENINGS["overfitting/width"][:2]
    assert list(chapter.experiments) == ["1 unit", "3 units"]
    assert chapter.link == "overfitting?section=width&overfitting_width_units=1%2C+3"
    title, chapters = views["Print all networks of the page"]
    assert title == "Overfitting"
    assert [each.title for each in chapters] == ["Widths", "One network", "Remedies"]
    assert chapters[0] == chapter
    assert tuple(chapters[2].experiments.values()) == OPENINGS["overfitting/remedies"]
