"""Going through something step by step: buttons that lead from place to place."""

from collections.abc import Sequence

import streamlit as st

Move = tuple[str, str, int, str]  # name, icon, the place it leads to, what it does


def place_of(part: str, of: object, last: int) -> int:
    """Where the reader stands, 0 … last; back at the start for another `of`, what the places are of."""
    if st.session_state.get(f"{part}.of") != of:
        st.session_state[f"{part}.of"], st.session_state[f"{part}.place"] = of, 0
    return min(st.session_state[f"{part}.place"], last)


def show_moves(part: str, moves: Sequence[Move], place: int, last: int) -> None:
    """A button for each move, which rests where it leads nowhere; the third is the one to press."""
    with st.container(horizontal=True, gap="small"):
        for number, (name, icon, target, hint) in enumerate(moves):
            target = max(0, min(target, last))
            st.button(
                name,
                icon=f":material/{icon}:",
                key=f"{part}.{name.lower().replace(' ', '_')}",
                help=hint,
                type="primary" if number == 2 else "secondary",
                disabled=target == place,
                on_click=st.session_state.update,
                args=({f"{part}.place": target},),
            )
