"""Draw the pictures of the home page from the app's own data and runs: `python -m tools.build_pictures`."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nnkit import PRESETS, Run, load, train
from nnkit.concepts.loss_surfaces import surface_of
from nnkit.concepts.optimizers import descend
from nnkit.experiment.openings import OPENINGS
from nnkit.figures.style import BLUE, CLASSES, DARK, ORANGE, PROBABILITIES, SHARES, ColourScale
from nnkit.results.grid import Grid, probability_map

PAPER = "#f2f2f2"  # seen as a tile on white and on black
FOLDER = Path(__file__).resolve().parent.parent / "pages" / "home" / "pictures"
WIDTH, HEIGHT, SCALE = 360, 216, 3  # px; pictures are drawn larger and then made smaller, for smooth edges
BOX = (SCALE * WIDTH, SCALE * HEIGHT)


def painted(shares: np.ndarray, scale: ColourScale) -> Image.Image:
    """Paint a map of shares 0 … 1, its first row at the bottom."""
    places = [place for place, _ in scale]
    channels = [[int(colour[start : start + 2], 16) for _, colour in scale] for start in (1, 3, 5)]
    pixels = np.stack([np.interp(shares[::-1], places, channel) for channel in channels], axis=2)
    return Image.fromarray(pixels.astype("uint8")).resize(BOX, Image.Resampling.BICUBIC)


def grid_over(low: tuple[float, float], width: float) -> Grid:
    """Return a grid with the picture's shape, from its lower left corner."""
    (x1, x2), height = low, width * HEIGHT / WIDTH
    return Grid(np.linspace(x1, x1 + width, 240, dtype="float32"), np.linspace(x2, x2 + height, 144, dtype="float32"))


def place(grid: Grid, x1: float, x2: float) -> tuple[float, float]:
    across = (x1 - grid.x1[0]) / (grid.x1[-1] - grid.x1[0])
    up = (x2 - grid.x2[0]) / (grid.x2[-1] - grid.x2[0])
    return float(across * BOX[0]), float((1 - up) * BOX[1])


def boundary(run: Run, low: tuple[float, float], width: float, radius: int) -> Image.Image:
    """Draw what a network answers, and its training points."""
    grid, data = grid_over(low, width), load(run.experiment.data)
    picture = painted(probability_map(run.experiment, run.weights, grid), PROBABILITIES)
    draw = ImageDraw.Draw(picture)
    for (x1, x2), label in zip(data.x_train, data.y_train, strict=True):
        left, top = place(grid, x1, x2)
        shape = (left - radius, top - radius, left + radius, top + radius)
        mark = draw.ellipse if label else draw.rectangle
        mark(shape, fill=CLASSES[int(label)], outline="#ffffff", width=SCALE)
    return picture


def digits() -> Image.Image:
    """Draw three test digits, as ink on paper."""
    picture, data = Image.new("RGB", BOX, PAPER), load(PRESETS["mnist"].data)
    side = BOX[0] // 3
    for column, number in enumerate((0, 18, 61)):
        ink = Image.fromarray((242 * (1 - data.x_test[number] / 255)).astype("uint8")).resize(
            (side, side), Image.Resampling.BICUBIC
        )
        picture.paste(ink.convert("RGB"), (column * side, (BOX[1] - side) // 2))
    return picture


def descent() -> Image.Image:
    """Draw a loss over two weights, the darker the higher, and the path of momentum down to its lowest place."""
    surface, grid = surface_of("bowl"), grid_over((-2.2, -1.32), 4.4)
    loss = grid.map(surface.loss(grid.points.astype(float)))
    picture = painted(np.sqrt(loss / loss.max()), SHARES)
    draw, (steps,) = (
        ImageDraw.Draw(picture),
        descend(surface, "momentum", [0.02], (-1.9, 1.05), [None] * 60)[None, :, 0],
    )
    path = [place(grid, *weights) for weights in steps]
    draw.line(path, fill=ORANGE, width=3 * SCALE, joint="curve")
    for left, top in path[::2]:
        draw.ellipse((left - 9, top - 9, left + 9, top + 9), fill=ORANGE, outline="#ffffff", width=SCALE)
    return picture


def review() -> Image.Image:
    """Draw lines of a review, with words marked by what they speak for."""
    picture = Image.new("RGB", BOX, PAPER)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=24 * SCALE)
    lines = ("A *wonderful* cast,", "but the plot is _dull_", "and the end a _mess_.")
    for number, line in enumerate(lines):
        left, top = 24.0 * SCALE, (42 + 47 * number) * SCALE
        for word in line.split():
            text = word.replace("*", "").replace("_", "")
            length, colour = draw.textlength(text, font), {"*": BLUE, "_": ORANGE}.get(word[0])
            if colour:
                shade = tuple(round(255 - 0.4 * (255 - int(colour[at : at + 2], 16))) for at in (1, 3, 5))
                draw.rounded_rectangle((left - 12, top - 6, left + length + 12, top + 30 * SCALE), 12, fill=shade)
            draw.text((left, top), text, font=font, fill=DARK)
            left += length + 9 * SCALE
    return picture


def main() -> None:
    xor = next(each for each in OPENINGS["history/hidden"] if each.network.hidden == (4,))
    pictures = {
        "digit": digits(),
        "neuron": boundary(train(OPENINGS["fundamentals/neuron"][0]), (-2.1, -1.2), 5.1, 5 * SCALE),
        "xor": boundary(train(xor), (-0.6, -0.16), 2.2, 10 * SCALE),
        "descent": descent(),
        "overfitting": boundary(train(PRESETS["moons-50"]), (-2.1, -1.2), 5.1, 5 * SCALE),
        "review": review(),
    }
    for name, picture in pictures.items():
        small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(128).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
