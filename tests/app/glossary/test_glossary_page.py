"""The page of the glossary."""

from tests.app.visitor import Visitor
from ui.glossary import GLOSSARY, anchor_of


def test_the_glossary_shows_every_term_with_a_link_to_where_it_can_be_tried():
    visitor = Visitor("glossary").run()
    headings = {heading.value: heading.proto.anchor for heading in visitor.app.subheader}
    assert headings == {name: anchor_of(name) for name in GLOSSARY}
    assert list(headings) == sorted(headings, key=str.lower)
    for name, (explanation, _) in GLOSSARY.items():
        assert visitor.says(explanation), name
    sections = [link.proto.query_string for link in visitor.app.get("page_link")]
    assert sorted(sections) == sorted(f"section={section.split('.')[1]}" for _, section in GLOSSARY.values())


def test_the_home_page_leads_to_the_glossary():
    labels = [link.proto.label for link in Visitor("").run().app.get("page_link")]
    assert any(label.startswith("Glossary") for label in labels)
