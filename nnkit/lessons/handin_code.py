"""The code of a hand-in: a text of at most MAX_CODE letters that a student copies and a teacher pastes.

It is the version, then in base64 a checksum and compressed JSON. The JSON lists the steps; of each experiment it has
only what differs from the one before.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from nnkit.experiment import Experiment
from nnkit.lessons.handin import MAX_ANSWER, MAX_NETWORKS, HandIn, HandInError, Predicted, Result, Work
from nnkit.results.packed import bytes_of, inflate, letters_of
from nnkit.results.settings import DATA_NAME, settings_of

MAX_CODE = 2_048  # letters
VERSION = "nn2"
CUT = "…"  # at the end of an answer that the code has no room for
_ANSWERS = (MAX_ANSWER, 700, 500, 350, 250, 180, 120, 80, 50, 20, 0)  # letters that answers are cut to, tried in turn
_CHECKSUM = 6  # bytes
_MAX_INFLATED = 60_000  # bytes
_CODE = re.compile(r"nn(?P<version>[0-9]{1,3})-(?P<content>[A-Za-z0-9_-]*)")
_DIGITS = 4  # that are significant


def encode(hand_in: HandIn) -> tuple[str, HandIn]:
    """Return the code, and what it holds: numbers are rounded.

    Where there is no room, all answers are cut to the same length; after that, the steps with most networks lose them.
    """
    kept = replace(hand_in, steps=tuple(map(_rounded, hand_in.steps)))
    while True:
        for letters in _ANSWERS:
            shorter = replace(kept, steps=tuple(_with_answer(work, letters) for work in kept.steps))
            code = _seal(json.dumps(_listed(shorter), ensure_ascii=False, separators=(",", ":")))
            if len(code) <= MAX_CODE:
                return code, shorter
        largest = max(kept.steps, key=lambda work: len(work.experiments))
        if not largest.experiments:
            raise HandInError(f"a code has at most {MAX_CODE:,} letters, and the predictions alone are more")
        without = replace(largest, experiments=(), results=())
        kept = replace(kept, steps=tuple(without if work is largest else work for work in kept.steps))


def decode(code: str) -> HandIn:
    """Return what a code holds. Raises HandInError, with a sentence, for any other text.

    Safe for a text from anybody: what it inflates to and what it holds are bounded.
    """
    text = _open(code)
    try:
        return _hand_in(json.loads(text, parse_constant=_no_number))
    except HandInError as error:
        raise HandInError(f"This code is forged: {error}.") from None
    except (ValueError, RecursionError, OverflowError) as error:
        raise HandInError(f"This code is forged: {str(error)[:200]}.") from None


def _seal(text: str) -> str:
    content = zlib.compress(text.encode(), 9)
    return f"{VERSION}-{letters_of(_checksum(content) + content)}"


def _open(code: str) -> bytes:
    """Return the JSON of a code. Raises HandInError if one of its letters was changed."""
    code = code.strip()
    if len(code) > MAX_CODE:
        raise HandInError(
            f"This is no code of a hand-in: it has {len(code):,} letters; a code has at most {MAX_CODE:,}."
        )
    found = _CODE.fullmatch(code)
    if found is None:
        raise HandInError(f"This is no code of a hand-in: a code begins with {VERSION}- and has no spaces.")
    if f"nn{found['version']}" != VERSION:
        raise HandInError(f"This code is of version nn{found['version']}, and this app reads {VERSION}.")
    letters = found["content"]
    try:
        sealed = bytes_of(letters)
    except ValueError:
        sealed = b""
    checksum, content = sealed[:_CHECKSUM], sealed[_CHECKSUM:]
    if not content or checksum != _checksum(content) or letters_of(sealed) != letters:
        raise HandInError("This code is damaged: something of it was changed or is missing.")
    try:
        return inflate(content, _MAX_INFLATED)
    except ValueError:
        raise HandInError("This code is forged: its content can't be read, or is too large.") from None


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(VERSION.encode() + content).digest()[:_CHECKSUM]


def _listed(hand_in: HandIn) -> list[Any]:
    before: dict[str, Any] = {}
    steps = []
    for work in hand_in.steps:
        changes = []
        for experiment in work.experiments:
            settings = json.loads(json.dumps(settings_of(experiment)))  # as they come back
            changes.append(_changes(before, settings))
            before = settings
        results = [[result.early, result.end] for result in work.results]
        steps.append([work.number, work.prediction, work.answer, changes, results, dict(work.settings)])
    return [hand_in.student, hand_in.lesson, hand_in.digest, steps]


def _changes(before: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from the settings before; all settings if these are of other data."""
    if before.get(DATA_NAME) != settings[DATA_NAME]:
        return dict(settings)
    return {name: value for name, value in settings.items() if before[name] != value}


def _hand_in(listed: Any) -> HandIn:
    student, lesson, digest, steps = _list(listed, 4)
    before: dict[str, Any] = {}
    found = []
    networks = 0
    for step in _list(steps):
        number, prediction, answer, changes, results, settings = _list(step, 6)
        networks += len(_list(changes))
        if networks > MAX_NETWORKS:  # before any of them is built
            raise HandInError(f"it has more than {MAX_NETWORKS} networks")
        experiments = []
        for change in changes:
            before = _applied(before, change)
            experiments.append(_experiment(before))
        pairs = tuple(Result(*_list(pair, 2)) for pair in _list(results))
        found.append(Work(number, _prediction(prediction), answer, tuple(experiments), pairs, _settings(settings)))
    return HandIn(student, lesson, digest, tuple(found))


def _applied(before: Mapping[str, Any], change: Any) -> dict[str, Any]:
    if not isinstance(change, dict):
        raise HandInError("the settings of a network are no settings")
    return dict(change) if DATA_NAME in change else {**before, **change}


def _experiment(settings: Mapping[str, Any]) -> Experiment:
    parts: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        part, _, field = name.partition(".")
        parts.setdefault(part, {})[field] = value
    return Experiment.from_json(json.dumps(parts))


def _settings(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise HandInError("the settings of a step are no settings")
    return tuple(sorted(value.items()))


def _prediction(value: Any) -> Predicted:
    return tuple(value) if isinstance(value, list) else value


def _list(value: Any, length: int | None = None) -> list[Any]:
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise HandInError("its content is not that of a hand-in")
    return value


def _rounded(work: Work) -> Work:
    predicted: Predicted = work.prediction
    if isinstance(predicted, tuple):
        predicted = tuple(map(_short, predicted))
    elif isinstance(predicted, float):
        predicted = _short(predicted)
    results = tuple(Result(*_short_pair(result)) for result in work.results)
    return replace(work, prediction=predicted, results=results)


def _short_pair(result: Result) -> Iterator[float | None]:
    return (None if value is None else _short(value) for value in (result.early, result.end))


def _short(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def _with_answer(work: Work, letters: int) -> Work:
    if len(work.answer) <= letters:
        return work
    return replace(work, answer=(work.answer[: letters - 1].rstrip() + CUT) if letters else "")


def _no_number(text: str) -> Any:
    raise HandInError(f"{text} is no number")
