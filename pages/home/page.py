"""Home: what the app is, a network that learns before the reader's eyes, and the ways in."""

import streamlit as st

from pages.home.cards import show_cards
from pages.home.film import film_height, show_learning
from ui.links.copy_link import offer_link

BELOW_FILM = 24  # px
st.set_page_config(page_title="Neural networks, explored")
words, film = st.columns([2, 3], gap="large", vertical_alignment="center")
with film:  # its room first, because the words stand in the middle of it
    place = st.container(height=film_height() + BELOW_FILM, border=False)
with words:
    st.title("Neural networks, explored")
    st.markdown(
        "Train real networks on your own screen, and see what happens inside them. No code, no account, no internet."
    )
    with st.container(horizontal=True):
        if st.button("First time: 20 minutes", icon=":material/play_arrow:", key="home.first"):
            st.switch_page("pages/mnist/page.py", query_params={"section": "draw"})
        if st.button("Follow the chapter", icon=":material/menu_book:", key="home.chapter"):
            st.switch_page("pages/history/page.py")
        offer_link()
with place:
    show_learning()
show_cards()
st.page_link("pages/glossary/page.py", label="Glossary: what the terms mean", icon=":material/dictionary:")
st.markdown(
    "**For teachers:** every section has an address that holds its settings. Set something up, copy the link, and the "
    "class opens what you see. One server is enough for thirty pupils, and it needs no internet."
)
