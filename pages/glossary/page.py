"""The glossary: all terms with their explanations, each with a link to a section where it can be tried."""

import streamlit as st

from ui.components.addresses import scroll_to_anchor
from ui.glossary import GLOSSARY, anchor_of
from ui.links.arrival import show_unknown
from ui.sections import APP

st.set_page_config(page_title=f"Glossary · {APP}")
st.title("Glossary", anchor=False)
st.markdown("This page explains the terms of the app. Each term has a link to a section where you can try it.")
show_unknown("glossary")
for name, (explanation, place) in sorted(GLOSSARY.items(), key=lambda each: each[0].lower()):
    page, section = place.split(".")
    with st.container(gap="xxsmall"):
        st.subheader(name, anchor=anchor_of(name))
        st.markdown(explanation)
        st.page_link(
            f"pages/{page}/page.py",
            label="Try it",
            icon=":material/arrow_forward:",
            query_params={"section": section},
        )
scroll_to_anchor()
