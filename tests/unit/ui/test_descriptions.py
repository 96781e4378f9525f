"""Settings of a network as text."""

from nnkit import Network
from ui.descriptions import regularisation_terms


def test_only_the_settings_that_are_not_zero_are_written():
    assert regularisation_terms(Network((5,))) == []
    assert regularisation_terms(Network((5,), l1=1e-5)) == ["L1 0.00001"]
    assert regularisation_terms(Network((5,), l1=0.001, l2=0.01, dropout=0.5)) == ["L1 0.001", "L2 0.01", "dropout 0.5"]
