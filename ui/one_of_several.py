"""A menu of networks where there are several, in what a visitor opens beside them."""

from collections.abc import Sequence

import streamlit as st


def choose_one(key: str, names: Sequence[str]) -> int:
    """Return the place of the chosen network; 0 without a menu where there is only one."""
    numbers = range(len(names))
    if len(numbers) <= 1:
        return 0
    if st.session_state.get(key, 0) not in numbers:  # there are fewer of them than before
        st.session_state[key] = 0
    return st.selectbox("Network", numbers, format_func=names.__getitem__, key=key)
