import errno
import hashlib
import json
import os
import shutil
import struct
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SO_LINGER, SOL_SOCKET
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from nnkit import load
from nnkit.datasets import DataFileError
from nnkit.datasets.imdb import download, keras_reviews, transfer
from nnkit.datasets.imdb.download import DownloadError, DownloadStopped, fetch_keras_reviews, has_keras_reviews
from nnkit.datasets.imdb.imdb import texts
from nnkit.experiment import Imdb

NAMES = ("imdb.npz", "imdb_word_index.json")


def ragged(random, count):
    """Reviews of 1 to 6 ranks, some beyond the 10,000 that are kept."""
    reviews = np.empty(count, object)
    for number, length in enumerate(random.integers(1, 7, count)):
        reviews[number] = random.integers(1, 12_001, length).tolist()
    return reviews


@pytest.fixture(scope="module")
def keras_files(tmp_path_factory):
    """A folder with files as Keras has them, as many reviews, but shorter ones."""
    folder, random = tmp_path_factory.mktemp("keras"), np.random.default_rng(1)
    arrays = {f"x_{part}": ragged(random, 25_000) for part in ("train", "test")}
    arrays |= {f"y_{part}": random.integers(0, 2, 25_000) for part in ("train", "test")}
    np.savez_compressed(folder / NAMES[0], **arrays)
    ranks = random.permutation(np.arange(1, 12_001)).tolist()
    (folder / NAMES[1]).write_text(json.dumps({f"wörd{rank}": rank for rank in ranks}))
    return folder


@pytest.fixture(scope="module")
def contents(keras_files):
    return {name: (keras_files / name).read_bytes() for name in NAMES}


@pytest.fixture(scope="module")
def converted(keras_files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("converted")
    keras_reviews.convert(*(keras_files / name for name in NAMES), folder)
    return folder


@pytest.fixture(autouse=True)
def expected(monkeypatch, contents, converted):
    """The checksums of these files instead of the real ones', no second of converting, and no proxy in between."""

    def convert(reviews, word_index, folder):
        assert (reviews.read_bytes(), word_index.read_bytes()) == tuple(contents.values())
        shutil.copytree(converted, folder, dirs_exist_ok=True)

    monkeypatch.setattr(download, "convert", convert)
    algorithms = dict(zip(NAMES, ("sha256", "md5"), strict=True))
    files = [
        transfer.RemoteFile(name, len(content), algorithms[name], hashlib.new(algorithms[name], content).hexdigest())
        for name, content in contents.items()
    ]
    monkeypatch.setattr(download, "FILES", tuple(files))
    monkeypatch.setenv("no_proxy", "*")
    return files


@pytest.fixture(scope="module")
def by_keras(keras_files):
    """What keras.datasets.imdb itself reads from the files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("keras.src.datasets.imdb.get_file", lambda fname, **_: str(keras_files / fname))
        yield SimpleNamespace(
            full=keras.datasets.imdb.load_data(num_words=10_000),
            small=keras.datasets.imdb.load_data(num_words=2_000),
            index=keras.datasets.imdb.get_word_index(),
        )


@contextmanager
def server(answer):
    """A server on this machine; answer(handler, name) is called for each file that is requested.

    Yields its url and the names of the requested files. An answer that calls handler.hold() goes on once the client has
    given up; the test fails where the client waits for it instead.
    """
    asked, given_up, released = [], [], threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rsplit("/", 1)[-1]
            asked.append(name)
            self.released = released
            with suppress(ConnectionError):  # of a client that has had enough
                answer(self, name)

        def hold(self):
            if not released.wait(30):
                given_up.append(self.path)

        def log_message(self, *_):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = False
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield SimpleNamespace(url=f"http://127.0.0.1:{running.server_port}/files/", asked=asked, released=released)
    finally:
        released.set()
        running.shutdown()
        running.server_close()  # waits for the handlers
        thread.join()
    assert not given_up, "the client waited until the server ended the answer"


def head(handler, length=None, kind="application/octet-stream", code=200):
    handler.send_response(code)
    handler.send_header("Content-Type", kind)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()


@pytest.fixture
def right(contents):
    def answer(handler, name):
        head(handler, len(contents[name]))
        handler.wfile.write(contents[name])

    return answer


@pytest.fixture
def half(contents):
    """Half a file, and then nothing, while the connection stays."""

    def answer(handler, name):
        head(handler, len(contents[name]))
        handler.wfile.write(contents[name][: len(contents[name]) // 2])
        handler.hold()

    return answer


def failure_of(folder, url, **options):
    """The message of a download that fails; it is one sentence, and no file is left."""
    with pytest.raises(DownloadError) as caught:
        fetch_keras_reviews(folder, url=url, **options)
    assert not folder.exists() or list(folder.iterdir()) == []
    message = str(caught.value)
    assert message.endswith(".")
    assert ". " not in message
    assert len(message) < 250
    return message


def test_the_expected_files_are_those_of_keras(monkeypatch):
    monkeypatch.undo()
    asked = {}

    def get_file(fname, origin, file_hash):
        asked[fname] = origin, file_hash
        raise FileNotFoundError

    monkeypatch.setattr("keras.src.datasets.imdb.get_file", get_file)
    for read in (keras.datasets.imdb.load_data, keras.datasets.imdb.get_word_index):
        with pytest.raises(FileNotFoundError):
            read()
    assert asked == {file.name: (download.KERAS_URL + file.name, file.digest) for file in download.FILES}
    for file in download.FILES:
        assert hashlib.new(file.algorithm).digest_size * 2 == len(file.digest)
    # As `keras.utils.get_file` prints them when it downloads the files.
    assert [file.bytes for file in download.FILES] == [17_464_789, 1_641_221]


def test_reviews_are_those_that_keras_loads_split_as_in_the_chapter(tmp_path, right, by_keras, monkeypatch):
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path))
    monkeypatch.setattr(download, "convert", keras_reviews.convert)
    with server(right) as remote:
        path = fetch_keras_reviews(tmp_path, url=remote.url)
    assert path == tmp_path / "keras-imdb" / "imdb"
    assert has_keras_reviews(tmp_path)
    for vocabulary, ((x, y), (x_test, y_test)) in ((10_000, by_keras.full), (2_000, by_keras.small)):
        choice = Imdb(vocabulary=vocabulary, source="keras")
        data, reading = load(choice), texts(choice)
        parts = {"train": (x[10_000:], y[10_000:]), "val": (x[:10_000], y[:10_000]), "test": (x_test, y_test)}
        for part, (reviews, labels) in parts.items():
            assert np.array_equal(getattr(data, f"y_{part}"), labels)
            ours = getattr(data, f"x_{part}")
            assert len(ours) == len(reviews)
            for number, review in enumerate(reviews):
                assert reading.tokens(part, number).tolist() == review
                assert ours.row(number).tolist() == sorted(set(review))
    inverse = {rank + 3: word for word, rank in by_keras.index.items()}
    vocabulary = texts(Imdb(source="keras")).vocabulary
    assert [vocabulary.word_of(index) for index in range(4, 10_000)] == [inverse[index] for index in range(4, 10_000)]
    assert len(load(Imdb(source="keras", train_size=700)).x_train) == 700


def test_only_our_files_stay_and_none_is_a_pickle(tmp_path, right):
    with server(right) as remote:
        path = fetch_keras_reviews(tmp_path, url=remote.url)
    arrays = {file.stem: np.load(file, allow_pickle=False) for file in path.iterdir()}
    assert sorted(arrays) == ["labels", "token_offsets", "tokens", "vocabulary", "word_offsets", "words"]
    assert len(arrays["labels"]) == 50_000
    assert arrays["tokens"].dtype == np.uint16
    assert [file.name for file in tmp_path.iterdir()] == ["keras-imdb"]
    assert sorted(file.name for file in path.parent.iterdir()) == ["imdb", "manifest.json"]


def test_progress_grows_to_the_whole(tmp_path, right, contents):
    reports, total = [], sum(map(len, contents.values()))
    with server(right) as remote:
        fetch_keras_reviews(tmp_path, lambda *report: reports.append(report), url=remote.url)
    done = [report[0] for report in reports]
    assert done == sorted(set(done))
    assert done[-1] == total
    assert len(done) > total / transfer.PIECE
    assert {report[1] for report in reports} == {total}


def test_reviews_are_downloaded_only_once(tmp_path, right):
    with server(right) as remote:
        path = fetch_keras_reviews(tmp_path / "new" / "folder", url=remote.url)
        before = [(file.stat().st_mtime_ns, file.stat().st_ino) for file in path.iterdir()]
        assert fetch_keras_reviews(tmp_path / "new" / "folder", url=remote.url) == path
        assert remote.asked == list(NAMES)
    assert [(file.stat().st_mtime_ns, file.stat().st_ino) for file in path.iterdir()] == before


@pytest.mark.parametrize(
    "damage",
    [
        "cut",
        "altered",
        "no manifest",
        "cut manifest",
        "no reviews",
        "empty",
        "one file missing",
        "old single file",
    ],
)
def test_damaged_reviews_are_reported_and_downloaded_again(tmp_path, right, damage, monkeypatch):
    monkeypatch.setenv("NNKIT_CACHE", str(tmp_path))
    with server(right) as remote:
        path = fetch_keras_reviews(tmp_path, url=remote.url)
        file = path / "tokens.npy"
        whole = file.read_bytes()
        if damage == "cut":
            file.write_bytes(whole[:-10])
        elif damage == "altered":
            file.write_bytes(whole[:5_000] + bytes([whole[5_000] ^ 1]) + whole[5_001:])
        elif damage == "no manifest":
            (path.parent / "manifest.json").unlink()
        elif damage == "cut manifest":
            (path.parent / "manifest.json").write_text('{"imdb": {')
        elif damage == "no reviews":
            shutil.rmtree(path)
        elif damage == "one file missing":
            file.unlink()
        elif damage == "old single file":
            shutil.rmtree(path)
            (path.parent / "imdb.npz").write_bytes(b"reviews")
        else:
            shutil.rmtree(path.parent)
            path.parent.mkdir()
        assert not has_keras_reviews(tmp_path)
        with pytest.raises(DataFileError, match="Download Keras's reviews"):
            load(Imdb(source="keras"))
        assert fetch_keras_reviews(tmp_path, url=remote.url) == path
    assert file.read_bytes() == whole
    assert len(load(Imdb(source="keras")).x_test) == 25_000
    assert [file.name for file in tmp_path.iterdir()] == ["keras-imdb"]


def test_a_server_that_does_not_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_ANSWER_SECONDS", 0.3)
    with server(lambda handler, name: handler.hold()) as remote:
        assert "too slow (nothing was answered for 0.3 seconds)" in failure_of(tmp_path, remote.url)


def test_an_answer_that_stalls(tmp_path, half, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_STALL_SECONDS", 0.3)
    with server(half) as remote:
        assert "too slow (nothing" in failure_of(tmp_path, remote.url)


@pytest.fixture
def drip(contents):
    def answer(handler, name):
        head(handler, len(contents[name]))
        for byte in contents[name]:
            handler.wfile.write(bytes([byte]))
            if handler.released.wait(0.02):
                break

    return answer


def test_bytes_that_come_one_by_one(tmp_path, drip, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_TOTAL_SECONDS", 0.6)
    reports = []
    with server(drip) as remote:
        message = failure_of(tmp_path, remote.url, on_progress=lambda *report: reports.append(report))
    assert "too slow (it was not done after 0.6 seconds)" in message
    assert len(reports) > 5


def test_the_time_limits():
    assert (transfer.MAX_ANSWER_SECONDS, transfer.MAX_STALL_SECONDS, transfer.MAX_TOTAL_SECONDS) == (5, 10, 120)


@pytest.mark.parametrize("with_length", [True, False])
@pytest.mark.parametrize("cut", NAMES)
def test_an_answer_cut_in_the_middle(tmp_path, contents, right, with_length, cut):
    def answer(handler, name):
        if name != cut:
            return right(handler, name)
        head(handler, len(contents[name]) if with_length else None)
        return handler.wfile.write(contents[name][:1_000])

    with server(answer) as remote:
        message = failure_of(tmp_path, remote.url)
    assert message.startswith(f"What came as {cut} is damaged (")


def test_a_connection_that_is_reset(tmp_path, contents):
    def answer(handler, name):
        head(handler, len(contents[name]))
        handler.wfile.write(contents[name][:1_000])
        handler.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        os.close(handler.connection.detach())
        raise ConnectionError

    with server(answer) as remote:
        assert "is damaged (" in failure_of(tmp_path, remote.url)


@pytest.mark.parametrize("code", [403, 404, 500, 503])
def test_an_error_of_the_server(tmp_path, code):
    with server(lambda handler, name: handler.send_error(code)) as remote:
        assert failure_of(tmp_path, remote.url).startswith(
            f"The server answered with error {code} instead of imdb.npz:"
        )


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
@pytest.mark.parametrize("redirected", [False, True])
def test_a_page_instead_of_the_file(tmp_path, kind, redirected):
    page = b"\r\n<!DOCTYPE html><html><body>Sign in</body></html>"

    def answer(handler, name):
        if redirected and name != "login":
            handler.send_response(302)
            handler.send_header("Location", "/login")
            return handler.end_headers()
        head(handler, len(page), kind)
        return handler.wfile.write(page)

    with server(answer) as remote:
        assert failure_of(tmp_path, remote.url).startswith("A web page came instead of the file")


@pytest.mark.parametrize("with_length", [True, False])
def test_more_bytes_than_expected(tmp_path, contents, with_length):
    sent = []

    def answer(handler, name):
        head(handler, 10**12 if with_length else None)
        handler.wfile.write(contents[name])
        while not handler.released.is_set():
            sent.append(handler.wfile.write(bytes(10_000)))

    with server(answer) as remote:
        assert "longer than" in failure_of(tmp_path, remote.url)
    assert sum(sent) < 20e6  # what lies in the sockets' buffers; endless otherwise


def test_another_file_of_the_same_size(tmp_path, contents):
    def answer(handler, name):
        content = bytearray(contents[name])
        content[len(content) // 2] ^= 1
        head(handler, len(content))
        handler.wfile.write(content)

    with server(answer) as remote:
        assert "its checksum is wrong" in failure_of(tmp_path, remote.url)


def test_no_pickle_is_read_before_its_checksum_was_compared(tmp_path, monkeypatch, right, contents):
    """A pickle may run what it likes: this one would leave a file."""
    mark = tmp_path / "run"

    class Attack:
        def __reduce__(self):
            return os.mkdir, (str(mark),)

    evil = np.empty(1, object)
    evil[0] = Attack()
    np.savez(tmp_path / "evil.npz", x_train=evil, y_train=[1], x_test=evil, y_test=[1])
    content = (tmp_path / "evil.npz").read_bytes()
    content = content + bytes(len(contents[NAMES[0]]) - len(content))

    def answer(handler, name):
        head(handler, len(content))
        handler.wfile.write(content)

    with server(answer) as remote:
        assert "checksum" in failure_of(tmp_path / "cache", remote.url)
    assert not mark.exists()


@pytest.mark.parametrize("answered", [b"HELLO\r\n\r\n", b"", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01" * 100])
def test_an_answer_that_is_not_http(tmp_path, answered):
    with server(lambda handler, name: handler.wfile.write(answered)) as remote:
        assert "try again" in failure_of(tmp_path, remote.url)


def test_no_server(tmp_path):
    with server(lambda handler, name: None) as remote:
        pass
    assert failure_of(tmp_path, remote.url).startswith("The server can't be reached: check the connection")


def test_no_such_name(tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "MAX_ANSWER_SECONDS", 1.0)
    message = failure_of(tmp_path, "http://reviews.invalid/")
    assert "can't be reached" in message or "too slow" in message


def test_stop_in_the_middle(tmp_path, half):
    reports = []
    with server(half) as remote, pytest.raises(DownloadStopped, match="was stopped"):
        fetch_keras_reviews(tmp_path, lambda *report: reports.append(report), lambda: bool(reports), remote.url)
    assert list(tmp_path.iterdir()) == []


def test_stop_before_an_answer(tmp_path):
    with server(lambda handler, name: handler.hold()) as remote, pytest.raises(DownloadStopped):
        fetch_keras_reviews(tmp_path, None, lambda: bool(remote.asked), remote.url)


def receiving():
    return [thread for thread in threading.enumerate() if "_receive" in thread.name]


def test_the_receiving_thread_ends_after_a_stop(tmp_path, drip):
    start, seen = time.monotonic(), []

    def stop():
        seen.extend(receiving())
        return time.monotonic() > start + 0.3

    with server(drip) as remote:
        failure_of(tmp_path, remote.url, should_stop=stop)
        for thread in seen:
            thread.join(60)
        assert seen
        assert not any(thread.is_alive() for thread in seen)  # though the server is still sending


def test_an_exception_of_the_caller_passes_and_leaves_nothing(tmp_path, right):
    def fail(done, total):
        raise KeyError("page closed")

    with server(right) as remote:
        with pytest.raises(KeyError, match="page closed"):
            fetch_keras_reviews(tmp_path, fail, url=remote.url)
        assert list(tmp_path.iterdir()) == []
        assert fetch_keras_reviews(tmp_path, url=remote.url).exists()  # the lock is free again


def together(count, work):
    """What the calls in `count` threads return or raise."""
    results = []

    def run():
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_simultaneous_requests_download_once(tmp_path, right):
    with server(right) as remote:
        results = together(8, lambda: fetch_keras_reviews(tmp_path, url=remote.url))
        assert remote.asked == list(NAMES)
    assert results == [tmp_path / "keras-imdb" / "imdb"] * 8


def test_a_request_that_waits_for_another_can_be_stopped(tmp_path, half):
    stop = threading.Event()
    with server(half) as remote:
        fetch = partial(fetch_keras_reviews, tmp_path, None, stop.is_set, remote.url)
        first = threading.Thread(target=together, args=(1, fetch))
        first.start()
        while not remote.asked:
            time.sleep(0.01)
        with pytest.raises(DownloadStopped):
            fetch_keras_reviews(tmp_path, None, lambda: True, remote.url)
        assert first.is_alive()
        stop.set()
        first.join()


def test_processes_can_download_at_the_same_time(tmp_path, right, monkeypatch):
    """Each process has its own lock, which does not stop the others."""
    monkeypatch.setattr(download, "_ONE_AT_A_TIME", SimpleNamespace(acquire=lambda timeout: True, release=lambda: None))
    barrier, begun = threading.Barrier(3), set()

    def answer(handler, name):
        if name == NAMES[0] and len(begun) < 3:
            begun.add(threading.get_ident())
            with suppress(threading.BrokenBarrierError):
                barrier.wait(5)
        right(handler, name)

    with server(answer) as remote:
        results = together(3, lambda: fetch_keras_reviews(tmp_path, url=remote.url))
        assert len(remote.asked) == 6
    assert results == [tmp_path / "keras-imdb" / "imdb"] * 3
    assert has_keras_reviews(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["keras-imdb"]


def test_no_room_on_the_disk(tmp_path, right, monkeypatch):
    with server(right) as remote:
        with monkeypatch.context() as patch:
            patch.setattr(download.shutil, "disk_usage", lambda folder: SimpleNamespace(free=10**7))
            assert failure_of(tmp_path, remote.url).startswith("There is no room for the reviews in ")
        assert remote.asked == []

        def fill(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        for step in ("transfer", "convert"):  # full only while it is written
            with monkeypatch.context() as patch:
                patch.setattr(download, step, fill)
                assert failure_of(tmp_path, remote.url).startswith("There is no room for the reviews in ")


def test_a_folder_that_cannot_be_written(tmp_path, right):
    (tmp_path / "file").write_text("")
    with server(right) as remote, pytest.raises(DownloadError, match=r"can't be written to .*NNKIT_CACHE"):
        fetch_keras_reviews(tmp_path / "file" / "cache", url=remote.url)


def test_only_the_files_of_dead_processes_are_deleted(tmp_path, right):
    old, young, other = (tmp_path / name for name in ("keras-imdb-a.part", "keras-imdb-b.part", "runs"))
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "imdb.npz").write_bytes(b"half")
        if folder != young:
            os.utime(folder, (0, time.time() - 7_200))
    with server(right) as remote:
        fetch_keras_reviews(tmp_path, url=remote.url)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["keras-imdb", young.name, "runs"]
