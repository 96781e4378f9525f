"""What a reader chooses: data + network + training, valid once built.

Plain values only: an `Experiment` is hashable, travels between processes, and turns into JSON and back.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from nnkit.experiment.data import DATA, Data
from nnkit.experiment.network import Network, Training


@dataclass(frozen=True)
class Experiment:
    """Everything that decides how a run comes out."""

    data: Data
    network: Network
    training: Training

    def __post_init__(self) -> None:
        for name, kind in (("data", Data), ("network", Network), ("training", Training)):
            if not isinstance(getattr(self, name), kind):
                raise ValueError(f"{name} must be {_kind_names(kind)}; got {getattr(self, name)!r}")
        if self.training.patience is not None and getattr(self.data, "validation_share", 1.0) == 0:
            raise ValueError("patience needs data to validate with; got a validation_share of 0")

    def to_json(self) -> str:
        """One line of JSON with sorted keys: equal experiments give equal text."""
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
        """The experiment that `to_json` wrote. Raises ValueError on anything else."""
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


def _kind_names(kind: Any) -> str:
    return " or ".join(part.__name__ for part in getattr(kind, "__args__", (kind,)))


def _mapping(label: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{label} must be a JSON object; got {value!r}")
    return value


def _exact_keys(label: str, value: Any, keys: set[str]) -> Mapping[str, Any]:
    if set(_mapping(label, value)) != keys:
        raise ValueError(f"{label} must have exactly {', '.join(sorted(keys))}; got {', '.join(sorted(value))}")
    return value


def _build(kind: type, values: Any) -> Any:
    return kind(**_exact_keys(kind.__name__, values, {field.name for field in fields(kind)}))
