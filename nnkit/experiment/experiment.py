"""A reader's choices as one value: data, network and training.

An `Experiment` holds plain values only. It is hashable, can be sent to another process, and converts to JSON and back.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from nnkit.experiment.data import DATA, Data
from nnkit.experiment.network import Network, Training


@dataclass(frozen=True)
class Experiment:
    """All that determines the result of a training. Raises ValueError where the choices are not allowed together."""

    data: Data
    network: Network
    training: Training

    def __post_init__(self) -> None:
        for name, expected in (("data", Data), ("network", Network), ("training", Training)):
            if not isinstance(getattr(self, name), expected):
                raise ValueError(f"{name} must be {_class_names(expected)}; got {getattr(self, name)!r}")
        if self.training.patience is not None and getattr(self.data, "validation_share", 1.0) == 0:
            raise ValueError("patience needs data to validate with; got a validation_share of 0")

    def to_json(self) -> str:
        """Return one line of JSON with sorted keys: equal experiments give equal text."""
        return json.dumps(
            {
                "data": {"name": self.data.name, **asdict(self.data)},
                "network": asdict(self.network),
                "training": asdict(self.training),
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> "Experiment":
        """Return the experiment that `to_json` wrote. Raises ValueError for any other text."""
        try:
            parts = json.loads(text)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValueError(f"an experiment must be JSON text; got {str(text)[:80]!r} ({error})") from None
        parts = _exact_keys("an experiment", parts, {"data", "network", "training"})
        data = dict(_mapping("data", parts["data"]))
        name = data.pop("name", None)
        if not isinstance(name, str) or name not in DATA:
            raise ValueError(f"data name must be one of {', '.join(DATA)}; got {name!r}")
        return cls(
            data=_build(DATA[name], data),
            network=_build(Network, parts["network"]),
            training=_build(Training, parts["training"]),
        )


def _class_names(expected: Any) -> str:
    """Return the name of a class, or the names in a union of classes."""
    return " or ".join(member.__name__ for member in getattr(expected, "__args__", (expected,)))


def _mapping(label: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{label} must be a JSON object; got {value!r}")
    return value


def _exact_keys(label: str, value: Any, keys: set[str]) -> Mapping[str, Any]:
    if set(_mapping(label, value)) != keys:
        raise ValueError(f"{label} must have exactly {', '.join(sorted(keys))}; got {', '.join(sorted(value))}")
    return value


def _build(choice: type, values: Any) -> Any:
    return choice(**_exact_keys(choice.__name__, values, {field.name for field in fields(choice)}))
