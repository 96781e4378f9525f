"""Streamlit's settings."""

import tomllib

from tools.serve import ROOT


def test_the_settings_can_be_read_and_nothing_is_reported_to_streamlits_maker():
    """Of a file that it can't read, Streamlit ignores all settings, and says so in its log only."""
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["browser"] == {"gatherUsageStats": False}
    assert settings["server"]["maxUploadSize"] <= 2
    assert settings["server"]["showEmailPrompt"] is False
