"""Settings of a network as text."""

from nnkit import PRESETS, Network
from nnkit.experiment.openings import OPENINGS
from nnkit.results.settings import NAMES, UNTRAINED, settings_of
from ui.descriptions import SETTINGS, regularisation_terms, setting_text


def test_only_the_settings_that_are_not_zero_are_written():
    assert regularisation_terms(Network((5,))) == []
    assert regularisation_terms(Network((5,), l1=1e-5)) == ["L1 0.00001"]
    assert regularisation_terms(Network((5,), l1=0.001, l2=0.01, dropout=0.5)) == ["L1 0.001", "L2 0.01", "dropout 0.5"]


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
