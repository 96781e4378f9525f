"""A decision boundary that learns before the reader's eyes: a film of small maps, drawn on a canvas.

Plotly would take longer to load than this takes to play. Where the reader's system asks for reduced motion, the last
map stands still.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from nnkit.figures.style import CLASSES, PROBABILITIES

_FRAME_MS, _PAUSE_MS = 110, 2_500  # of each map, and of the last one before the film begins again
_CAPTION_MARGIN = 4  # px
_HTML = '<figure><canvas role="img"></canvas><figcaption></figcaption></figure>'
_CSS = f"""
figure {{ margin: 0; }}
canvas {{ display: block; height: auto; border-radius: var(--st-base-radius); }}
figcaption {{ font-family: var(--st-font); color: var(--st-text-color); margin-top: {_CAPTION_MARGIN}px; }}
"""
_JS = f"""export default ({{ data, parentElement }}) => {{
    const canvas = parentElement.querySelector("canvas"), caption = parentElement.querySelector("figcaption")
    const {{ columns, rows, captions, points, alt, maps, height }} = JSON.parse(new TextDecoder().decode(data))
    const shares = Uint8Array.from(atob(maps), character => character.charCodeAt(0))
    const scale = {[[place, [int(colour[i : i + 2], 16) for i in (1, 3, 5)]] for place, colour in PROBABILITIES]}
    const classes = {list(CLASSES)}
    const colour = share => {{
        const [[from, low], [to, high]] = share < 0.5 ? scale.slice(0, 2) : scale.slice(1, 3)
        return low.map((value, index) => value + (high[index] - value) * (share - from) / (to - from))
    }}
    const map = document.createElement("canvas")
    map.width = columns, map.height = rows
    canvas.width = 960, canvas.height = 960 * rows / columns
    canvas.setAttribute("aria-label", alt)
    caption.textContent = captions.at(-1)  // the longest one; the picture leaves room for it
    canvas.style.width = `min(100%, ${{(height - caption.offsetHeight - {_CAPTION_MARGIN}) * columns / rows}}px)`
    const context = canvas.getContext("2d")
    const draw = frame => {{
        const image = new ImageData(columns, rows)
        for (let place = 0; place < columns * rows; place++) {{
            const share = shares[frame * columns * rows + place] / 255
            image.data.set([...colour(share), 255], 4 * place)
        }}
        map.getContext("2d").putImageData(image, 0, 0)
        context.imageSmoothingEnabled = true
        context.imageSmoothingQuality = "high"
        context.drawImage(map, 0, 0, canvas.width, canvas.height)
        for (const [x, y, label] of points) {{
            context.beginPath()
            if (label) context.arc(x * canvas.width, y * canvas.height, 7, 0, 2 * Math.PI)
            else context.rect(x * canvas.width - 6, y * canvas.height - 6, 12, 12)
            context.fillStyle = classes[label]
            context.fill()
            context.strokeStyle = "#ffffff"
            context.lineWidth = 2
            context.stroke()
        }}
        caption.textContent = captions[frame]
    }}
    clearTimeout(parentElement.timer)
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    let frame = still ? captions.length - 1 : 0
    const play = () => {{
        draw(frame)
        if (still) return
        const last = frame === captions.length - 1
        parentElement.timer = setTimeout(play, last ? {_PAUSE_MS} : {_FRAME_MS})
        frame = last ? 0 : frame + 1
    }}
    play()
    return () => clearTimeout(parentElement.timer)
}}"""
_component = st.components.v2.component("nnkit.learning_boundary", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True, eq=False)
class Film:
    """maps: (frames, rows, columns) probabilities of class 1, the first row at the top.

    captions: a line under each map. points: (n, 3), the place of each from left and from top as shares of 1, and its
    class. alt: what the film shows, for those who do not see it.
    """

    maps: np.ndarray
    captions: Sequence[str]
    points: np.ndarray
    alt: str


def write_film(film: Film) -> bytes:
    """Return the film as the browser gets it. Half a megabyte is encoded, so keep the answer for all visitors."""
    _, rows, columns = film.maps.shape
    content = {
        "maps": b64encode(np.rint(255 * film.maps).astype("uint8").tobytes()).decode(),
        "rows": rows,
        "columns": columns,
        "captions": list(film.captions),
        "points": np.round(film.points, 4).tolist(),
        "alt": film.alt,
    }
    return json.dumps(content).encode()


def show_film(written: bytes, key: str, height: int) -> None:
    """Play a film from `write_film`, again and again.

    height: in px, its caption included; this room is kept before it arrives.
    """
    content = b"".join((written[:-1], f', "height": {height}}}'.encode()))
    _component(key=key, height=height, data=content)
