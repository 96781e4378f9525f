"""Which addresses of a scheduler are accepted."""

import pytest

from nnkit.jobs.cluster.address import check_address


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.5:8786", "tls://scheduler.school.example:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:1"]
)
def test_encrypted_addresses_and_those_of_this_machine_are_accepted(address):
    assert check_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.5:8786", "tcp://0.0.0.0:8786", "tcp://127.0.0.1.evil.example:8786", "tls://host", "host:1", ""],
)
def test_any_other_address_is_refused_with_a_sentence_that_names_it(address):
    with pytest.raises(ValueError, match="must be tls://") as refused:
        check_address(address)
    assert repr(address) in str(refused.value)
