"""A visitor without a browser who trains networks on the MNIST page, and comes back when the connection is lost."""

import asyncio
import ssl
from time import perf_counter

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidHandshake, WebSocketException

MAX_SECONDS = 60.0  # for an answer
MAX_TRAINING_SECONDS = 240.0  # for a press until its result is on screen, whatever is killed meanwhile
LOOK_SECONDS = 1.0  # between two looks at the progress
COOKIE = "nnkit_server"  # of deploy/dask/nginx.conf


class Student:
    """One visitor, with a cookie of the proxy.

    servers: the letters of the servers that have answered, each time that another one did.
    answered: seconds from each press of Train until the page had followed. lost: the networks whose result never came.
    """

    def __init__(self, url: str, trust: ssl.SSLContext):
        self._stream, self._trust = url.replace("http", "ws") + "/_stcore/stream", trust
        self.servers: list[str] = []
        self.answered: list[float] = []
        self.failures: list[str] = []
        self.lost: list[int] = []
        self.learned = 0

    async def learn(self, seed: int) -> None:
        """Train the network of a seed, and stay until its result is on screen."""
        try:
            async with asyncio.timeout(MAX_TRAINING_SECONDS):
                while not await self._try(seed):
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            self.lost.append(seed)
        else:
            self.learned += 1

    async def _try(self, seed: int) -> bool:
        """Train over one connection. Return False if it is lost: a browser would connect again."""
        try:
            cookies = {"Cookie": f"{COOKIE}={self.servers[-1]}"} if self.servers else {}
            async with websockets.connect(
                self._stream,
                subprotocols=[websockets.Subprotocol("streamlit")],
                additional_headers=cookies,
                ssl=self._trust,
                max_size=None,
                compression=None,
            ) as socket:
                self._keep_cookies(socket)
                page = Page(socket, f"mnist?section=train&mnist_seed={seed}&mnist_epochs=3")
                await page.send()
                await self._train(page)
                return True
        except (WebSocketException, InvalidHandshake, OSError):
            return False

    def _keep_cookies(self, socket: websockets.ClientConnection) -> None:
        assert socket.response is not None
        for header in socket.response.headers.get_all("Set-Cookie"):
            name, _, value = header.partition(";")[0].partition("=")  # http.cookies does not know Partitioned
            if name == COOKIE:
                self.servers.append(value)

    async def _train(self, page: "Page") -> None:
        """Press Train until the network is trained."""
        while not page.status.startswith("Network trained"):
            if not page.busy:
                start = perf_counter()
                await page.press("Train")
                self.answered.append(perf_counter() - start)
            await asyncio.sleep(LOOK_SECONDS)
            if page.busy:
                await page.send(page.progress_fragment)
            if page.status == "Training failed":
                self.failures.append(page.status)


class Page:
    """The page in one session: its buttons, and what its progress bar says."""

    def __init__(self, socket: websockets.ClientConnection, address: str):
        self._socket, self._address = socket, address
        self._buttons: dict[str, tuple[str, str]] = {}  # label -> id, fragment
        self.status, self.progress_fragment = "", ""

    @property
    def busy(self) -> bool:
        """Whether a training is under way."""
        return self.status != "" and not self.status.startswith(("Network", "Training failed"))

    async def press(self, label: str) -> None:
        identity, fragment = self._buttons[label]
        await self.send(fragment, pressed=identity)

    async def send(self, fragment: str = "", pressed: str | None = None) -> None:
        """Draw the page again, or a fragment of it, and read until that is over."""
        message = BackMsg()
        message.rerun_script.page_name, _, message.rerun_script.query_string = self._address.partition("?")
        message.rerun_script.fragment_id = fragment
        if pressed is not None:
            message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        await self._socket.send(message.SerializeToString())
        while not self._read(ForwardMsg.FromString(await asyncio.wait_for(self._socket.recv(), MAX_SECONDS))):
            pass

    def _read(self, received: ForwardMsg) -> bool:
        """Note what a message shows. Return whether it is the last one of a drawing."""
        element, fragment = received.delta.new_element, received.delta.fragment_id
        if element.HasField("exception"):
            raise RuntimeError(f"{self._address}: {element.exception.message}")
        if element.HasField("button"):
            self._buttons[element.button.label] = element.button.id, fragment
        if element.HasField("progress"):
            self.status, self.progress_fragment = element.progress.text, fragment
        finished = received.WhichOneof("type") == "script_finished"
        return finished and received.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
