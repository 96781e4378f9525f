"""Overfitting on real text: networks that classify film reviews, and the words they learn."""

import streamlit as st

from nnkit import Imdb
from pages.imdb.experiments import show_comparison, train_own, train_presets
from pages.imdb.learned import show_learned
from pages.imdb.reviews import show_reviews
from pages.imdb.source import choose_source
from pages.imdb.writing import write_review

st.title("Overfitting on real text")
st.markdown(
    "Was the film liked? A network that sees which words occur in a review learns to tell, and soon begins to remember "
    "single reviews instead. Here you watch it happen, try what helps against it, and look up which words it was."
)

st.header("The reviews", anchor="data")
with st.container():  # keeps the elements below in place when it grows or shrinks
    source = choose_source()
show_reviews(Imdb(source=source))

st.header("Four networks", anchor="networks")
st.markdown(
    "The baseline has two hidden layers of 16 units. The others are held back: half as many units; the same with an L2 "
    "penalty of 0.001 on both layers' weights; and with dropout of one half besides."
)
with st.container():
    presets = train_presets(source)
comparison = st.container()

st.header("Your own network", anchor="own")
st.markdown("Change one thing at a time, and press Train: your network joins the curves and the table above.")
with st.container():
    own = train_own(source)
runs = {**presets, **own}
with comparison:
    if runs:
        show_comparison(runs)
    else:
        st.markdown("The networks appear here as they are trained.")

if runs:
    st.header("Write a review", anchor="write")
    names = list(runs)
    name = st.selectbox("Network that reads it", names, key="imdb_reader", help="Also the one that is told of below.")
    write_review(runs[name])

    st.header("What it has learned", anchor="learned")
    show_learned(runs[name])
