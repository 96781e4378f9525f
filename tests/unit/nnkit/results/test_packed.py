"""Packed bytes come back, and no other text takes more room than it may."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.results.packed import pack, unpack

LIMIT = 1_000


@given(st.binary(max_size=LIMIT))
def test_packed_bytes_come_back_and_the_text_stands_in_an_address(content):
    text = pack(content)
    assert unpack(text, LIMIT) == content
    assert zlib.decompress(base64.urlsafe_b64decode(text + "==")) == content
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in text)


@given(st.text() | st.binary().map(lambda content: base64.urlsafe_b64encode(content).decode()))
def test_any_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"^it is damaged or cut off"):
        unpack(text, LIMIT)


@pytest.mark.parametrize(
    "text",
    {
        "cut": pack(b"some content")[:-3],
        "more behind it": base64.urlsafe_b64encode(zlib.compress(b"some content") + b"more").decode(),
        "one byte too large": pack(b"x" * (LIMIT + 1)),
        "a bomb": pack(b"x" * 50_000_000),
        "other letters": "häßlich",
        "": "",
    }.values(),
)
def test_what_is_cut_off_lengthened_or_too_large_is_refused(text):
    with pytest.raises(ValueError, match="it is damaged or cut off"):
        unpack(text, LIMIT)
