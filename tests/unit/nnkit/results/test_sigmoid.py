import numpy as np
import pytest
import scipy.special

from nnkit.results.inference import expit

PLACES = np.linspace(-200, 200, 4_001)


def test_the_sigmoid_is_that_of_scipy():
    assert expit(PLACES) == pytest.approx(scipy.special.expit(PLACES), abs=1e-15)
    single = PLACES.astype("float32")
    assert expit(single) == pytest.approx(scipy.special.expit(single), abs=2e-7)


@pytest.mark.parametrize(
    ("z", "dtype"),
    [(0.3, "float64"), (3, "float64"), ([0.3, -1], "float64"), (np.float32(0.3), "float32"), (PLACES, "float64")],
)
def test_python_numbers_give_float64_and_float32_stays(z, dtype):
    assert expit(z).dtype == dtype
    assert expit(np.asarray(z, "float32")).dtype == "float32"


def test_the_sigmoid_of_a_python_number_is_not_rounded_to_float32():
    assert float(expit(0.7)) == pytest.approx(scipy.special.expit(0.7), abs=2e-16)
