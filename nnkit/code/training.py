"""The lines that train the network, and draw its curves."""

from typing import Any

from nnkit.code.cell import NUMPY, PLOTLY, Cell, fill, number
from nnkit.experiment import Data, Experiment, Imdb, Mnist, Table, Training

COMPARED_EPOCHS = 60  # at the beginning of a training; the app's and Keras's losses are the same there but for rounding
MAX_SINGLE_EPOCHS = 300  # Keras spends some 50 ms around each epoch: more epochs are trained in blocks
BLOCKS = 100  # about so many of them
MAX_PRINTED_EPOCHS = 30
VALIDATION_BATCH_SIZE = 1_000
MATH = "import math"

_BATCHES = '''
BATCH_SIZE, SEED = $batch_size, $seed


class Batches(keras.utils.PyDataset):
    """The training data in batches, over so many epochs.

    Each epoch has an order of its own, drawn from the seed.
    """

    def __init__(self, epochs=1, epochs_done=0):
        super().__init__()
        self.epochs, self.samples = epochs, len(x_train)
        self.steps_per_epoch = math.ceil(self.samples / BATCH_SIZE)
        self.random = np.random.default_rng(SEED)
        for _ in range(epochs_done):
            self.random.permutation(self.samples)
        # Keras looks at two batches before the first epoch.
        self.orders = [np.arange(self.samples)] * epochs

    def on_epoch_begin(self):
        epochs = range(self.epochs)
        self.orders = [self.random.permutation(self.samples) for _ in epochs]

    def __len__(self):
        return self.epochs * self.steps_per_epoch

    def __getitem__(self, index):
        epoch, step = divmod(index, self.steps_per_epoch)
        chosen = self.orders[epoch][step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
        return x_train[chosen], y_train[chosen]


'''
_REPEATED = '''
class Repeated(keras.utils.PyDataset):
    """All training data as one batch, so many times."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    def __len__(self):
        return self.times

    def __getitem__(self, index):
        return x_train, y_train


'''
_SINGLE = """
history = model.fit(
    $examples
    epochs=$epochs,
    $settings
).history
epochs = list(range(1, len(history["loss"]) + 1))
"""
_BLOCKS = """
# Keras spends some 50 ms around each epoch, far more than on its few steps. So only the
# first $first epochs are trained one by one. After them, one "epoch" of Keras's covers $block
# of ours, and its loss is the mean over them.
first = model.fit(
    $examples
    epochs=$first,
    $settings
).history
rest = model.fit(
    $blocks,
    shuffle=False,
    epochs=$blocks_count,
    $settings
).history
history = {name: first[name] + rest[name] for name in first}
epochs = [*range(1, $after_first), *range($first_block, $after_last, $block)]
"""
_CURVES = """
figure = make_subplots(rows=1, cols=$columns, subplot_titles=$titles)
for name, values in history.items():
    is_loss, validates = name.endswith("loss"), name.startswith("val_")
    line = {"color": "#bc5a08", "dash": "dash"} if validates else {"color": "#2875d2"}
    part = "validation" if validates else "training"
    curve = go.Scatter(x=epochs, y=values, name=part, line=line, showlegend=is_loss)
    figure.add_trace(curve, row=1, col=1 if is_loss else 2)
figure.update_xaxes(title_text="epoch")
figure.show()
"""


def training(experiment: Experiment) -> Cell:
    """Return the cell that trains `model`. It leaves `history`, lists of equal length by name, and `epochs`."""
    choice, batch_size = experiment.training, experiment.training.batch_size
    values = {"epochs": number(choice.epochs), "settings": _settings(experiment)}
    definitions, imports = "", tuple[str, ...]()
    if full_batch := batch_size is None or batch_size >= train_samples(experiment.data):
        values["examples"] = "x_train,\n    y_train,\n    batch_size=len(x_train),\n    shuffle=False,"
    else:
        definitions, imports = fill(_BATCHES, batch_size=number(batch_size), seed=choice.seed), (MATH, NUMPY)
        values["examples"] = "Batches(),\n    shuffle=False,  # else Keras would change the order of the batches"
    if block := epochs_in_a_block(choice):
        definitions = definitions or fill(_REPEATED)
        code = fill(_BLOCKS, **values, **_block_values(choice, block, full_batch))
    else:
        code = fill(_SINGLE, **values)
    return Cell("Train it", _words(choice, full_batch), code, imports, definitions)


def curves(experiment: Experiment) -> Cell:
    """Return the cell that draws loss and accuracy by epoch."""
    titles = '["Loss", "Accuracy"]' if experiment.data.classes else '["Loss"]'
    code = fill(_CURVES, columns=2 if experiment.data.classes else 1, titles=titles)
    return Cell("Look at the curves", "", code, (PLOTLY, "from plotly.subplots import make_subplots"))


def _block_values(choice: Training, block: int, full_batch: bool) -> dict[str, Any]:
    """Return what the template for blocks of so many epochs needs."""
    first = COMPARED_EPOCHS + (choice.epochs - COMPARED_EPOCHS) % block
    return {
        "first": first,
        "after_first": first + 1,
        "first_block": first + block,
        "after_last": number(choice.epochs + 1),
        "block": block,
        "blocks": f"Repeated({block})" if full_batch else f"Batches(epochs={block}, epochs_done={first})",
        "blocks_count": (choice.epochs - first) // block,
    }


def epochs_in_a_block(choice: Training) -> int:
    """Return how many epochs each block has; 0 where all are trained one by one, as early stopping needs it."""
    if choice.epochs <= MAX_SINGLE_EPOCHS or choice.patience is not None:
        return 0
    return -(-(choice.epochs - COMPARED_EPOCHS) // BLOCKS)


def train_samples(data: Data) -> int:
    """Return the number of training samples."""
    if isinstance(data, Mnist):
        return int(data.train_size * (1 - data.validation_share))
    if isinstance(data, Imdb):
        return data.train_size
    if isinstance(data, Table):
        return len(data.rows) - 2 * -(-len(data.rows) // 5)
    return len(getattr(data, "edited", ())) or data.points


def validates(data: Data) -> bool:
    """Return whether there are data to validate with."""
    return getattr(data, "validation_share", 1.0) > 0


def _settings(experiment: Experiment) -> str:
    """Return the arguments that every call of `fit` has, a line each."""
    choice = experiment.training
    lines = []
    if validates(experiment.data):
        lines += ["validation_data=(x_val, y_val),", f"validation_batch_size={number(VALIDATION_BATCH_SIZE)},"]
    if choice.patience is not None:
        stop = ('monitor="val_loss",', f"patience={choice.patience},", f"restore_best_weights={choice.restore_best},")
        arguments = (f"        {argument}" for argument in stop)
        lines += ["callbacks=[", "    keras.callbacks.EarlyStopping(", *arguments, "    )", "],"]
    return "\n    ".join([*lines, f"verbose={2 if choice.epochs <= MAX_PRINTED_EPOCHS else 0},"])


def _words(choice: Training, full_batch: bool) -> str:
    step = "all training samples at once" if full_batch else f"{choice.batch_size:,} samples"
    words = f"{choice.epochs:,} epochs; each step takes {step}."
    if choice.patience is not None:
        words += f" It stops once {choice.patience:,} epochs have brought no lower validation loss."
    return words
