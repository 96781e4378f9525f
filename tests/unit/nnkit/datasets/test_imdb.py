import json
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras.src.legacy.preprocessing.text import text_to_word_sequence

from nnkit import Experiment, Mnist, Network, Training, load
from nnkit.datasets import DataFileError, Dataset, files
from nnkit.datasets.imdb.imdb import texts
from nnkit.datasets.imdb.review_arrays import pack_reviews
from nnkit.datasets.imdb.reviews import Reviews
from nnkit.datasets.imdb.tokenize import words_in
from nnkit.experiment import DATA, REVIEW_SOURCES, Imdb
from nnkit.experiment.layers import layers_of
from tests.unit.nnkit.datasets.damage import alter, remove, truncate
from tools import build_imdb

ROOT = Path(__file__).resolve().parents[4]
# The first review that keras.datasets.imdb.load_data(num_words=10_000) gives, as many a notebook prints it.
_PRINTED = """
    1 14 22 16 43 530 973 1622 1385 65 458 4468 66 3941 4 173 36 256 5 25 100 43 838 112 50 670 2 9 35 480 284 5 150 4
    172 112 167 2 336 385 39 4 172 4536 1111 17 546 38 13 447 4 192 50 16 6 147 2025 19 14 22 4 1920 4613 469 4 22 71
    87 12 16 43 530 38 76 15 13 1247 4 22 17 515 17 12 16 626 18 2 5 62 386 12 8 316 8 106 5 4 2223 5244 16 480 66 3785
    33 4 130 12 16 38 619 5 25 124 51 36 135 48 25 1415 33 6 22 12 215 28 77 52 5 14 407 16 82 2 8 4 107 117 5952 15 256
    4 2 7 3766 5 723 36 71 43 530 476 26 400 317 46 7 4 2 1029 13 104 88 4 381 15 297 98 32 2071 56 26 141 6 194 7486 18
    4 226 22 21 134 476 26 480 5 144 30 5535 18 51 36 28 224 92 25 104 4 226 65 16 38 1334 88 12 16 283 5 16 4472 113
    103 32 15 16 5345 19 178 32
"""
KERAS_FIRST = [int(number) for number in _PRINTED.split()]
_RANKS = "the and a of to is br in it i this that was as for with movie but film on"  # the first of Keras's index
WORDS = tuple(_RANKS.split())


@pytest.fixture(scope="module")
def data():
    return load(Imdb())


@pytest.fixture(scope="module")
def reading():
    return texts(Imdb())


@pytest.fixture(scope="module")
def everything(reading):
    """Every review's indices in order, with its part."""
    return [(part, reading.tokens(part, number)) for part in ("train", "val", "test") for number in range(len_of(part))]


def len_of(part):
    return {"train": 15_000, "val": 5_000, "test": 5_000}[part]


def reviews_of(lists, vocabulary=10_000):
    offsets = np.cumsum([0, *map(len, lists)])
    return Reviews.of_tokens(np.array([token for row in lists for token in row], "uint16"), offsets, vocabulary)


def capped_by_keras(tokens, num_words):
    """The rule in keras.datasets.imdb.load_data."""
    return [w if w < num_words else 2 for w in tokens]


def test_the_parts_and_their_types(data):
    for part in ("train", "val", "test"):
        x, y = getattr(data, f"x_{part}"), getattr(data, f"y_{part}")
        assert isinstance(x, Reviews)
        assert len(x) == len(y) == len_of(part)
        assert x.vocabulary == 10_000
        assert (x.words.dtype, x.offsets.dtype, y.dtype) == (np.uint16, np.int64, np.int32)
        # Fair draws out of two classes of 12,500: 4 standard errors.
        assert y.mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(y)))
    assert sum(y.sum() for y in (data.y_train, data.y_val, data.y_test)) == 12_500


def test_the_reviews_have_the_lengths_of_kerass_training_set(everything):
    lengths = [len(tokens) for _, tokens in everything]
    assert (min(lengths), max(lengths)) == (11, 2494)  # as notebooks print them
    assert np.mean(lengths) == pytest.approx(238.71364, abs=1e-9)
    assert all(tokens[0] == 1 for _, tokens in everything)
    assert {0, 3}.isdisjoint(np.unique(np.concatenate([tokens for _, tokens in everything])).tolist())


def test_a_review_as_keras_encodes_it(reading, everything):
    """Its ranks differ a little, as if they were counted on other texts too; what is unknown does not."""
    start = reading.vocabulary.index_of("brilliant"), reading.vocabulary.index_of("casting")
    found = [tokens for _, tokens in everything if tuple(tokens[5:7]) == start and len(tokens) == len(KERAS_FIRST)]
    ours, keras = found[0].astype(int), np.array(KERAS_FIRST)
    assert np.array_equal(ours == 2, keras == 2)
    assert ours == pytest.approx(keras, rel=0.02)
    assert (ours == keras).mean() > 0.8
    assert " ".join(reading.decode(ours[1:8])) == "this film was just brilliant casting location"


def test_words_are_ranked_by_frequency_in_all_reviews_and_equal_ones_by_name(reading, everything):
    counts = Counter(np.concatenate([tokens for _, tokens in everything]).tolist())
    words = reading.vocabulary.words
    assert len(words) == len(set(words)) == 9_996
    assert words[:20] == WORDS
    ranked = sorted(words, key=lambda word: (-counts[reading.vocabulary.index_of(word)], word))
    assert tuple(ranked) == words


def test_no_review_is_in_two_parts(everything):
    parts = {
        part: {tokens.tobytes() for name, tokens in everything if name == part} for part in ("train", "val", "test")
    }
    assert not parts["train"] & (parts["val"] | parts["test"])
    assert not parts["val"] & parts["test"]


def test_the_order_is_not_by_class(data):
    for y in (data.y_train, data.y_val, data.y_test):
        assert np.abs(np.diff(y)).mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(y)))


def test_distinct_words_are_those_of_the_texts(data, reading):
    lengths = np.concatenate([x.lengths for x in (data.x_train, data.x_val, data.x_test)])
    for part in ("train", "val", "test"):
        x = getattr(data, f"x_{part}")
        for number in (0, 1, 999, len(x) - 1, -1):
            assert x.row(number).tolist() == sorted(set(reading.tokens(part, number).tolist()))
    assert 125 < lengths.mean() < 140
    assert lengths.max() < 600
    with pytest.raises(IndexError):
        data.x_val.row(5_000)
    with pytest.raises(IndexError):
        reading.tokens("val", 5_000)


def test_multi_hot_vectors_by_a_plain_loop(data, reading):
    expected = np.zeros((20, 10_000))
    for number in range(20):
        for token in reading.tokens("test", number):
            expected[number, token] = 1
    assert data.x_test.multi_hot(slice(20)).dtype == np.float32
    assert np.array_equal(data.x_test.multi_hot(slice(20)), expected)
    assert np.array_equal(data.x_test[:20].multi_hot(), expected)
    assert np.array_equal(data.x_test.multi_hot(np.array([7, 3, 7, -4_999])), expected[[7, 3, 7, 1]])
    assert data.x_test.multi_hot(slice(0)).shape == (0, 10_000)


@pytest.mark.parametrize("vocabulary", [1_000, 4_321, 9_999])
def test_a_smaller_vocabulary_as_keras_has_it(data, reading, vocabulary):
    choice = Imdb(vocabulary=vocabulary, train_size=500)
    small, small_texts = load(choice), texts(choice)
    assert len(small.x_train) == 500
    for part in ("train", "val", "test"):
        x = getattr(small, f"x_{part}")
        assert x.vocabulary == vocabulary
        for number in range(0, len(x), 7):
            expected = capped_by_keras(reading.tokens(part, number).tolist(), vocabulary)
            assert x.row(number).tolist() == sorted(set(expected))
            assert small_texts.tokens(part, number).tolist() == expected
    assert small_texts.vocabulary.words == reading.vocabulary.words[: vocabulary - 4]


def test_capping_worked_by_hand():
    reviews = reviews_of([[1, 5, 7, 5, 9], [1, 4, 4], [1, 9, 2, 8], [1, 8], [], [1, 2, 4], [9]], 10)
    assert [reviews.row(number).tolist() for number in range(7)] == [
        [1, 5, 7, 9],
        [1, 4],
        [1, 2, 8, 9],
        [1, 8],
        [],
        [1, 2, 4],
        [9],
    ]
    capped = reviews.capped(8)
    assert [capped.row(number).tolist() for number in range(7)] == [
        [1, 2, 5, 7],  # 9 is dropped, and 2 comes in
        [1, 4],  # nothing is dropped
        [1, 2],  # 2 was there
        [1, 2],
        [],
        [1, 2, 4],
        [2],
    ]
    assert capped.vocabulary == 8
    assert reviews.capped(10) is reviews


@given(st.lists(st.lists(st.integers(0, 29), max_size=12), max_size=12), st.integers(3, 30), st.integers(0, 12))
def test_any_reviews_capped_and_sliced(lists, vocabulary, cut):
    reviews = reviews_of(lists, 30)
    capped = reviews.capped(vocabulary)
    assert [capped.row(number).tolist() for number in range(len(lists))] == [
        sorted(set(capped_by_keras(row, vocabulary))) for row in lists
    ]
    assert capped.lengths.tolist() == [len(set(capped_by_keras(row, vocabulary))) for row in lists]
    for part, expected in ((reviews[cut:], lists[cut:]), (reviews[:cut], lists[:cut]), (reviews[2:cut], lists[2:cut])):
        assert [part.row(number).tolist() for number in range(len(part))] == [sorted(set(row)) for row in expected]
        assert part.offsets[0] == 0
        assert part.offsets[-1] == len(part.words)


def test_many_reviews_are_converted_in_parts():
    lists = [[1, number % 37, number % 11, 5] for number in range(2_503)]
    reviews = reviews_of(lists, 40)
    assert [reviews.row(number).tolist() for number in range(2_503)] == [sorted(set(row)) for row in lists]


def test_slices_share_their_words_and_all_arrays_are_read_only(data):
    part = data.x_train[100:200]
    assert np.shares_memory(part.words, data.x_train.words)
    assert np.shares_memory(load(Imdb(train_size=300)).x_train.words, data.x_train.words)
    assert np.array_equal(part.row(3), data.x_train.row(103))
    for array in (part.words, part.offsets, data.x_train.row(0), data.y_train, texts(Imdb()).frequencies):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 7
    for rows in (3, slice(None, None, 2), slice(None, None, -1), np.array([1])):
        with pytest.raises(TypeError, match="slice"):
            data.x_train[rows]
    with pytest.raises(ValueError, match="offsets must"):
        Reviews(np.zeros(3, "uint16"), np.array([0, 2]), 10)


def test_a_dataset_makes_arrays_beside_reviews_read_only():
    x, y = reviews_of([[1, 4], [1]]), np.zeros(2, "int32")
    dataset = Dataset(x, y, x[:0], y[:0], x[1:], y[1:])
    assert len(dataset.x_val) == 0
    assert not dataset.y_train.flags.writeable


def test_frequencies_are_counts_in_the_training_part():
    for choice in (Imdb(train_size=400), Imdb(train_size=400, vocabulary=1_500)):
        reading = texts(choice)
        counts = Counter(token for number in range(400) for token in reading.tokens("train", number).tolist())
        assert reading.frequencies.tolist() == [counts[index] for index in range(choice.vocabulary)]
        assert reading.frequencies[1] == 400
    assert texts(Imdb()).frequencies.sum() == sum(len(texts(Imdb()).tokens("train", row)) for row in range(15_000))


MEASURE = """
from nnkit.datasets import load
from nnkit.datasets.imdb.imdb import texts
from nnkit.experiment import Imdb

def peak():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))) / 1000

before = peak()
load(Imdb({choice}))
print(peak() - before)
texts(Imdb({choice})).frequencies
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("choice", ["", "vocabulary=1_000"])
def test_loading_takes_at_most_150_megabytes(choice):
    code = MEASURE.format(choice=choice)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    for megabytes in done.stdout.splitlines():
        assert float(megabytes) < 150


def test_no_dense_matrix_is_made(data):
    held = sum(x.words.nbytes + x.offsets.nbytes for x in (data.x_train, data.x_val, data.x_test))
    assert held < 8e6  # of 1 GB as float32


def test_the_bundled_files_are_small_and_hold_no_pickle():
    paths = sorted((files.FOLDER / "imdb").iterdir())
    assert sum(path.stat().st_size for path in paths) < 25e6
    assert [path.stem for path in paths] == ["labels", "token_offsets", "tokens", "vocabulary", "word_offsets", "words"]
    assert all(np.load(path, allow_pickle=False).dtype != object for path in paths)
    entry = json.loads((files.FOLDER / "manifest.json").read_text())["imdb"]
    assert "Maas" in entry["creators"]
    assert "none stated" in entry["licence"]
    assert entry["built_by"] == "tools/build_imdb.py"


@pytest.fixture
def bundle(tmp_path):
    """A copy of the bundled reviews that a test may damage."""
    shutil.copy(files.FOLDER / "manifest.json", tmp_path)
    shutil.copytree(files.FOLDER / "imdb", tmp_path / "imdb")
    return tmp_path


@pytest.mark.parametrize(("damage", "says"), [(remove, "can't be read"), (truncate, "bytes"), (alter, "altered")])
def test_the_error_for_a_damaged_file_names_it_and_how_to_restore_it(bundle, damage, says, monkeypatch):
    damage(bundle / "imdb" / "words.npy")
    monkeypatch.setattr("nnkit.datasets.imdb.imdb.FOLDER", bundle)
    with pytest.raises(DataFileError, match=says) as caught:
        load(Imdb())
    assert str(bundle / "imdb" / "words.npy") in str(caught.value)
    assert "git checkout data/imdb/words.npy" in str(caught.value)
    assert "tools/build_imdb.py" in str(caught.value)


@pytest.mark.parametrize("script", ["tools/build_imdb.py", "tools/build_mnist.py"])
def test_the_build_scripts_run_as_the_errors_name_them(script):
    command = [sys.executable, script, "missing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "FileNotFoundError" in done.stderr  # and not an import that fails


def test_kerass_reviews_are_missing_until_they_are_downloaded(tmp_path, monkeypatch):
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path))
    for read in (load, texts):
        with pytest.raises(DataFileError, match="Download Keras's reviews") as caught:
            read(Imdb(source="keras"))
        assert str(tmp_path) in str(caught.value)
        assert "git checkout" not in str(caught.value)


# What the build script does, worked by hand.


def test_ranks_of_a_hand_made_text():
    reviews = [words_in("A b b, c!"), words_in("b c; d 'a'")]
    assert build_imdb.rank_words(reviews) == ["b", "c", "'a'", "a", "d"]  # 3, 2, and once each by name
    index = {"b": 4, "c": 5}
    assert build_imdb.encode(reviews[0], index).tolist() == [1, 2, 4, 4, 5]


def test_the_shuffle_is_fixed_and_keeps_equal_reviews_together():
    sequences = [np.array([1, number % 24_900]) for number in range(25_000)]
    order = build_imdb.shuffle(sequences)
    assert sorted(order) == list(range(25_000))
    assert order == build_imdb.shuffle(sequences)
    place = {number: at for at, number in enumerate(order)}
    assert all(abs(place[number] - place[number + 24_900]) == 1 for number in range(100))
    assert np.corrcoef(np.arange(25_000), order)[0, 1] == pytest.approx(0, abs=0.05)


def test_equal_reviews_in_two_parts_are_an_error():
    with pytest.raises(ValueError, match="another seed"):
        build_imdb.shuffle([np.array([1, 4])] * 25_000)


def test_the_files_are_the_same_byte_for_byte(tmp_path):
    arrays = pack_reviews([np.array([1, 5, 4, 5]), np.array([1, 9_999])], [1, 0], ["the", "cliché", "\x85"])
    assert arrays["tokens"].tolist() == [1, 5, 4, 5, 1, 9_999]
    assert arrays["words"].tolist() == [1, 4, 5, 1, 9_999]
    assert arrays["word_offsets"].tolist() == [0, 3, 5]
    assert arrays["vocabulary"].tobytes().decode().split("\n") == ["the", "cliché", "\x85"]
    one, other = (files.write_arrays("imdb", arrays, {"title": "x"}, tmp_path / name) for name in ("one", "other"))
    assert one == other
    assert one["title"] == "x"


def test_another_package_is_an_error(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.whl", "w") as archive:
        archive.writestr(build_imdb.MEMBER, 'text,label,source\n"so, so",1,imdb\nbad,0,imdb\nno,0,rotten_tomatoes\n')
    with pytest.raises(ValueError, match="12500") as caught:
        build_imdb.read_reviews(tmp_path / "x.whl")
    assert "got (Counter({1: 1, 0: 1}), 5)" in str(caught.value)


# Words of the reviews.

letters = st.text(st.sampled_from("aBé'’ \t\n\x85\xa0.,-_<br />!\\[]^`{|}~\"#ŒŁ1"), max_size=80) | st.text(max_size=80)


@pytest.mark.parametrize("code", range(256))
def test_the_same_characters_separate_words_as_in_kerass_tokenizer(code):
    assert words_in(f"Aa{chr(code)}bB") == text_to_word_sequence(f"Aa{chr(code)}bB")


@given(letters)
def test_words_are_those_of_kerass_tokenizer(text):
    text = text.replace("Σ", "")  # whose small letter depends on what follows, punctuation included
    assert words_in(text) == text_to_word_sequence(text)


def test_words_and_indices_of_a_vocabulary(reading):
    vocabulary = reading.vocabulary
    assert len(vocabulary) == 10_000
    assert [vocabulary.word_of(index) for index in range(6)] == [
        "[padding]",
        "[start]",
        "[unknown]",
        "[unused]",
        "the",
        "and",
    ]
    assert all(vocabulary.index_of(vocabulary.word_of(index)) == index for index in range(4, 10_000))
    assert vocabulary.index_of("[start]") == vocabulary.index_of("zzz") == 2
    for index in (-1, 10_000):
        with pytest.raises(IndexError, match="9,999"):
            vocabulary.word_of(index)
    # Dashes and dots of Windows, which its code page 1252 has at these numbers.
    assert vocabulary.decode([vocabulary.index_of(word) for word in ("\x85", "\x96", "\x97")]) == ["…", "–", "—"]


# The choices.


def test_the_network_of_the_chapter_has_160305_parameters():
    layers = layers_of(Experiment(Imdb(), Network((16, 16)), Training()))
    assert sum(layer.parameters for layer in layers) == 160_305  # 10,000·16+16 + 16·16+16 + 16+1
    assert layers[-1].output_shape == (1,)
    assert Imdb(vocabulary=5_000).input_shape == (5_000,)


@given(st.integers(1_000, 10_000), st.integers(100, 15_000), st.sampled_from(list(REVIEW_SOURCES)))
def test_json_brings_back_the_choice(vocabulary, train_size, source):
    experiment = Experiment(Imdb(vocabulary, train_size, source), Network(), Training())
    copy = Experiment.from_json(experiment.to_json())
    assert copy == experiment
    assert hash(copy) == hash(experiment)
    assert copy.to_json() == experiment.to_json()


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"vocabulary": 999}, "vocabulary must be a whole number from 1,000 to 10,000; got 999"),
        ({"vocabulary": 10_001}, "vocabulary must be a whole number from 1,000 to 10,000; got 10001"),
        ({"vocabulary": 5e3}, "vocabulary must be a whole number from 1,000 to 10,000; got 5000.0"),
        ({"train_size": 99}, "train_size must be a whole number from 100 to 15,000; got 99"),
        ({"train_size": 15_001}, "train_size must be a whole number from 100 to 15,000; got 15001"),
        ({"train_size": True}, "train_size must be a whole number from 100 to 15,000; got True"),
        ({"source": "stanford"}, "source must be one of bundled, keras; got 'stanford'"),
        ({"source": ["keras"]}, "source must be one of bundled, keras; got ['keras']"),
    ],
)
def test_the_error_for_an_invalid_choice(choices, says):
    with pytest.raises(ValueError, match="must") as caught:
        Imdb(**choices)
    assert str(caught.value) == says


def test_the_digits_may_still_be_sixty_thousand():
    assert Mnist().train_size == 60_000
    assert list(DATA) == ["mnist", "planar", "table", "imdb", "groups", "curve"]
