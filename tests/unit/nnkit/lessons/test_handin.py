"""Codes of hand-ins: what comes back, how long they are, and what is said of any other text."""

import base64
import hashlib
import json
import random
import zlib
from contextlib import suppress
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nnkit import Experiment, Network, Planar, Training
from nnkit.experiment import Table
from nnkit.lessons import (
    MAX_CODE,
    HandIn,
    HandInError,
    Result,
    Work,
    check_fits,
    decode,
    digest_of,
    encode,
    not_allowed,
    read_lesson,
)
from tests.unit.nnkit.lessons.example import TEXT
from tests.unit.nnkit.lessons.hand_ins import LESSON, NAME, ONE_UNIT, results, whole_hand_in

CODE, HELD = encode(whole_hand_in())


def seal(listed) -> str:
    """Write a code as the format says, with a checksum that is right."""
    text = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
    content = zlib.compress(text)
    checksum = hashlib.sha256(b"nn2" + content).digest()[:6]
    return "nn2-" + base64.urlsafe_b64encode(checksum + content).decode().rstrip("=")


def listed_in(code: str):
    letters = code.removeprefix("nn2-")
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))[6:]))


def test_a_hand_in_comes_back_from_its_code():
    assert decode(CODE) == HELD == whole_hand_in()
    assert decode(f"  {CODE}\n") == HELD
    assert CODE.isascii()
    assert not set(CODE) & set(" \t\"'<>&=+")


def test_numbers_are_rounded_to_four_digits():
    work = Work(2, 0.123456, experiments=(ONE_UNIT,), results=(Result(0.000123456, None),))
    (held,) = decode(encode(HandIn("A", NAME, "0", (work,)))[0]).steps
    assert (held.prediction, held.results) == (0.1235, (Result(0.0001235, None),))


@pytest.mark.parametrize("letters", ["äöü ßñ", "漢字仮名", "🧠🤖", "abcdefghijklmnop"])
def test_the_longest_lesson_with_the_longest_answers_fits(letters):
    """Letters in no order, as no compression makes them much shorter."""
    words = "".join(random.Random(1).choices(letters, k=1_000))
    code, held = encode(whole_hand_in("漢" * 40, words))
    assert len(code) <= MAX_CODE
    assert decode(code) == held
    assert [each.experiments for each in held.steps] == [each.experiments for each in whole_hand_in().steps]
    assert all(words.startswith(each.answer.removesuffix("…")) for each in held.steps if each.answer)
    assert len(held.steps[0].answer) >= 50


def test_plain_answers_of_some_sentences_are_not_cut():
    text = "".join(random.Random(2).choices("eeettaaoinshrdlucmfw   ", k=250))
    assert encode(whole_hand_in("A", text))[1].steps[0].answer == text


def test_where_there_is_no_room_the_steps_with_most_networks_lose_them():
    rng = random.Random(3)
    drawn = [
        Experiment(
            Planar(seed=rng.randrange(2**31)), Network((rng.randint(1, 128),)), Training(seed=rng.randrange(2**31))
        )
        for _ in range(180)
    ]
    steps = tuple(
        Work(place + 1, experiments=tuple(drawn[30 * place : 30 * (place + 1)]), results=results(30, place))
        for place in range(6)
    )
    code, held = encode(HandIn("A", NAME, "0", steps))
    assert len(code) <= MAX_CODE
    kept = [work for work in held.steps if work.experiments]
    assert 0 < len(kept) < 6
    assert decode(code) == held


def test_the_digest_is_that_of_what_the_student_sees():
    lesson = read_lesson(TEXT)
    assert digest_of(lesson) == digest_of(read_lesson(TEXT.replace("Three steps.", "Other notes.")))
    assert digest_of(lesson) == digest_of(read_lesson(TEXT.replace("# Choose", "\n\n# Choose")))
    for old, new in (("1, 3", "1, 5"), ("Because.", "Since."), ("open: mnist_rate", "open: mnist_rate, mnist_batch")):
        assert digest_of(lesson) != digest_of(read_lesson(TEXT.replace(old, new)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no code"),
        ("hello", "no code"),
        (f"{CODE} {CODE}", "no code"),
        (CODE + "A" * MAX_CODE, "letters"),
        (CODE.replace("nn2-", "nn1-"), "version nn1"),
        ("nn2-", "damaged"),
        ("nn2-A", "damaged"),
        (CODE[:-1], "damaged"),
        (CODE[:200] + CODE[201:], "damaged"),
        (CODE.swapcase().replace("NN2", "nn2"), "damaged"),
        (seal(b"x" * 100_000), "too large"),
        (seal(b"no json"), "forged"),
        (seal(b"[" * 50_000), "forged"),
        (seal(b"9" * 50_000), "forged"),
        (seal(["A", NAME, "0", [[1, float("nan"), "", [], [], {}]]]), "NaN is no number"),
        (seal(["A", NAME, "0", [[1, 1e400, "", [], [], {}]]]), "no number"),
        (seal(b'["A", "n", "0", [[1, 1e999, "", [], [], {}]]]'), "prediction that is none"),
        (seal(b'["\\ud800", "n", "0", []]'), "no text"),
        (seal(["A", NAME, "0", [[1, None, "", [{}] * 3_000, [], {}]]]), "settings|networks|must have exactly"),
    ],
)
def test_another_text_is_an_error_with_a_sentence(text, words):
    with pytest.raises(HandInError, match=words) as raised:
        decode(text)
    assert str(raised.value).startswith("This")
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("field", [each.name for each in fields(HandIn)] + [each.name for each in fields(Work)])
def test_a_field_of_another_type_is_named_as_forged(field):
    listed = listed_in(CODE)
    place = [each.name for each in (*fields(HandIn), *fields(Work))].index(field)
    row, column = (listed, place) if place < 4 else (listed[3][1], place - 4)
    for wrong in ({"a": 1}, [["x"]], True, -(10**30), "x" * 5_000, [None] * 300):
        row[column] = wrong
        with pytest.raises(HandInError, match="forged"):
            decode(seal(listed))


def test_points_of_ones_own_are_no_part_of_a_hand_in():
    rows = tuple((float(place), 0.5, place % 2) for place in range(20))
    for data in (Table(rows), Planar(edited=rows), Planar(edited=((0.5, 0.0, 0), (1.0, 1.0, 1)))):
        experiment = Experiment(data, Network(), Training())
        with pytest.raises(HandInError, match="points"):
            Work(1, experiments=(experiment,))


def test_what_the_lesson_does_not_ask_for_is_forged():
    check_fits(LESSON, whole_hand_in())
    first, choice, *_, sketch, last = whole_hand_in().steps
    wrong = [
        replace(first, prediction=1),
        replace(choice, prediction=3),
        replace(choice, prediction=-1),
        replace(choice, prediction=1.0),
        replace(choice, answer="An answer"),
        replace(sketch, prediction=(1.0, 2.0)),
        replace(sketch, prediction=(1.0, 2.0, 3.0, 11.0)),
        replace(sketch, prediction=4),
        replace(last, number=7),
        replace(first, settings=(("perceptron_rate", "1"),)),
    ]
    for work in wrong:
        with pytest.raises(HandInError, match=f"forged: i.*step {work.number}"):
            check_fits(LESSON, replace(whole_hand_in(), steps=(work,)))


CHANGES = some.tuples(some.integers(0, len(CODE)), some.integers(0, 3), some.text(max_size=3))


@given(some.lists(CHANGES, min_size=1, max_size=3))
def test_a_mutated_code_raises_nothing_else(changes):
    """At up to three places, letters are changed, left out or put in."""
    text = CODE
    for place, removed, added in changes:
        text = text[:place] + added + text[place + removed :]
    with suppress(HandInError):
        assert decode(text) == HELD
        assert text.strip() == CODE


JUNK = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def places_in(value, path=()):
    """All places of a JSON value, as tuples of keys."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places_in(inner, (*path, key))


FORGED = listed_in(encode(replace(whole_hand_in(), steps=whole_hand_in().steps[:3]))[0])
PLACES = list(places_in(FORGED))


@given(some.sampled_from(PLACES), JUNK)
def test_forged_content_with_a_right_checksum_raises_nothing_else(path, junk):
    listed = json.loads(json.dumps(FORGED))
    if path:
        row = listed
        for key in path[:-1]:
            row = row[key]
        row[path[-1]] = junk
    else:
        listed = junk
    with suppress(HandInError):
        hand_in = decode(seal(listed))
        check_fits(LESSON, hand_in)
        for work in hand_in.steps:
            not_allowed(LESSON.steps[work.number - 1], work.experiments)
