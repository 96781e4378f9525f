"""Kept runs: their curves over each other, their settings and results, and copies with one thing changed."""

import streamlit as st

from pages.compare.arrival import describe_link, take_from_address
from pages.compare.drawer import show_drawer
from pages.compare.messages import arrive, show_said
from ui.controls.binding import start_section
from ui.links.copy_link import offer_link
from ui.sections import APP

st.set_page_config(page_title=f"Kept runs · {APP}")
start_section()
arrive()
take_from_address()
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.title("Kept runs", width="content", anchor=False)
    offer_link(describe=describe_link)
show_said()
show_drawer()
