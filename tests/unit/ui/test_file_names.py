"""Names of downloaded files."""

from hypothesis import given
from hypothesis import strategies as some

from ui.file_names import file_name


def test_a_title_becomes_a_file_name():
    assert file_name("Moons, 50 units", ".py") == "moons-50-units.py"
    assert file_name("Réviews: café", "-report.html") == "reviews-cafe-report.html"
    assert file_name("…", ".py") == "networks.py"


@given(some.text(max_size=200))
def test_any_title_becomes_a_safe_name_of_bounded_length(title):
    name = file_name(title, ".py")
    assert name.removesuffix(".py").replace("-", "").isalnum()
    assert name.isascii()
    assert not name.startswith("-")
    assert len(name) <= 63
