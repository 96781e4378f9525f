"""The settings of a server, from its environment."""

import pytest

from ui.server.settings import Settings, read_settings


def test_without_variables_everybody_of_this_site_may_connect(monkeypatch):
    for name in ("ALLOWED_HOSTS", "ALLOWED_ORIGINS", "FRAME_ANCESTORS", "METRICS"):
        monkeypatch.delenv(f"NNKIT_{name}", raising=False)
    assert read_settings() == Settings((), frozenset(), (), False)


def test_lists_are_written_with_commas(monkeypatch):
    monkeypatch.setenv("NNKIT_ALLOWED_HOSTS", "Class.example.org, *.school.example,")
    monkeypatch.setenv("NNKIT_ALLOWED_ORIGINS", "https://LMS.example.org/, http://10.0.0.1:8080")
    monkeypatch.setenv("NNKIT_FRAME_ANCESTORS", "https://*.example.org")
    monkeypatch.setenv("NNKIT_METRICS", "1")
    assert read_settings() == Settings(
        ("class.example.org", "*.school.example"),
        frozenset({"https://lms.example.org", "http://10.0.0.1:8080"}),
        ("https://*.example.org",),
        True,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ALLOWED_ORIGINS", "lms.example.org"),
        ("ALLOWED_ORIGINS", "https://*.example.org"),  # whoever owns one name of the domain could connect
        ("ALLOWED_ORIGINS", "*"),
        ("FRAME_ANCESTORS", "https://lms.example.org; script-src *"),
        ("FRAME_ANCESTORS", "https://lms.example.org/path"),
        ("METRICS", "yes"),
    ],
)
def test_a_value_that_is_none_is_an_error_with_its_name(name, text, monkeypatch):
    monkeypatch.setenv(f"NNKIT_{name}", text)
    with pytest.raises(ValueError, match=f"NNKIT_{name} must .*; got"):
        read_settings()
