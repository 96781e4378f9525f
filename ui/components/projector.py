"""Present mode in the browser: larger type, and keys that press what is drawn."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from ui.presenting import SCALE

# Streamlit's own size of type is the server's, the same for all visitors. So the component gives the page of one of
# them another one, as the settings of a browser do, and takes it back when it goes. No style sheet is added to the
# page: were it built in another way, texts would be smaller or margins wider, and nothing else would happen.
_component = st.components.v2.component(
    "nnkit.projector", js=Path(__file__).with_name("projector.js").read_text(encoding="utf-8")
)


def enlarge(keys: Mapping[str, Sequence[str]]) -> None:
    """Enlarge the type of the page, and let keys press buttons and open what is folded. Call it once per page.

    keys: by its name in browsers, each key with the keys of elements; the first element that is there is pressed.
    """
    _component(key="projector", height=1, data={"scale": SCALE, "keys": {key: list(keys[key]) for key in keys}})
