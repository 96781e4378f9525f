"""Settings as reports and the page of kept runs write them."""

from dataclasses import replace

from nnkit import PRESETS
from nnkit.experiment.openings import OPENINGS
from nnkit.reports.settings import SETTINGS, setting_text, written_settings
from nnkit.results.settings import NAMES, UNTRAINED, settings_of


def test_every_setting_has_a_name_and_a_text():
    assert set(SETTINGS) == set(NAMES) - set(UNTRAINED)
    assert len(set(SETTINGS.values())) == len(SETTINGS)  # they are names of columns
    for experiment in [*PRESETS.values(), *(each for group in OPENINGS.values() for each in group)]:
        settings = settings_of(experiment)
        texts = {name: setting_text(settings, name) for name in NAMES}
        assert all(texts.values())
        assert (texts["training.epochs"], texts["data.corners"] == "–") == (
            f"{experiment.training.epochs:,}",
            experiment.data.name != "curve",
        )
    assert setting_text(settings_of(PRESETS["imdb-l2"]), "network.hidden") == "8, 8"


def test_a_setting_that_is_off_says_so_and_a_share_keeps_its_digits():
    moons = PRESETS["moons-50-dropout"]
    texts = written_settings(replace(moons, training=replace(moons.training, patience=1000, seed=12345)))
    assert (texts["early stopping"], texts["restore the best weights"], texts["L1 penalty"]) == (
        "after 1,000 epochs without progress",
        "no",
        "none",
    )
    assert (texts["seed of the network"], texts["batch size"]) == ("12345", "all samples")
    assert written_settings(replace(moons, network=replace(moons.network, dropout=0.125)))["dropout"] == "12.5\u00a0%"
