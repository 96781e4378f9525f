"""A visitor without a browser who trains networks on the MNIST page, and comes back when the connection is lost."""

import asyncio
import ssl
from collections.abc import Coroutine
from typing import Any

import websockets
from websockets.exceptions import WebSocketException

from bench.tab import Tab, connected, new_visitor
from ui.server.visitor_cookie import COOKIE as VISITOR_COOKIE

MAX_TRAINING_SECONDS = 240.0  # for a press until its result is on screen, whatever is killed meanwhile
AGAIN_SECONDS = 1.0  # before a browser connects again
SERVER_COOKIE = "nnkit_server"  # of deploy/dask/nginx.conf


class Student:
    """One visitor, with a cookie of the app and one of the proxy.

    servers: the letters of the servers that have answered, each time that another one did.
    answered: seconds from each press of Train until the page had followed. errors: what told of something wrong.
    learned: how many results came on screen. lost: the networks whose results never did.
    """

    def __init__(self, url: str, trust: ssl.SSLContext):
        self._url, self._trust = url, trust
        self._visitor = new_visitor()
        self.servers: list[str] = []
        self.answered: list[float] = []
        self.errors: list[str] = []
        self.lost: list[int] = []
        self.learned = 0

    async def learn(self, seed: int) -> None:
        """Train the network of a seed, and stay until its result is on screen."""
        try:
            async with asyncio.timeout(MAX_TRAINING_SECONDS):
                while not await self._try(f"mnist?section=train&mnist_seed={seed}&mnist_epochs=3"):
                    await asyncio.sleep(AGAIN_SECONDS)
        except TimeoutError:
            self.lost.append(seed)
        else:
            self.learned += 1

    async def _try(self, address: str) -> bool:
        """Train over one connection. Return False if it is lost."""
        cookies = {VISITOR_COOKIE: self._visitor} | ({SERVER_COOKIE: self.servers[-1]} if self.servers else {})
        try:
            async with connected(self._url, cookies, self._trust) as socket:
                self._keep_cookie(socket)
                tab = Tab(socket, address)
                return await _before(tab.listen(), self._train(tab))
        except (WebSocketException, OSError):
            return False

    def _keep_cookie(self, socket: websockets.ClientConnection) -> None:
        assert socket.response is not None
        for header in socket.response.headers.get_all("Set-Cookie"):
            name, _, value = header.partition(";")[0].partition("=")  # http.cookies does not know Partitioned
            if name == SERVER_COOKIE:
                self.servers.append(value)

    async def _train(self, tab: Tab) -> None:
        """Press Train until the network is trained."""
        await tab.open()
        while not tab.says("Network trained"):
            self.answered.append(await tab.press("Train"))
            await tab.wait_for(lambda tab: tab.says("Network trained", "Training failed"))
            if tab.says("Training failed"):
                self.errors.append("Training failed")
                await asyncio.sleep(AGAIN_SECONDS)
        self.errors += tab.errors


async def _before(end: Coroutine[Any, Any, None], work: Coroutine[Any, Any, None]) -> bool:
    """Do both, until one of them is over. Return whether that is the work."""
    tasks = working, _ = asyncio.create_task(work), asyncio.create_task(end)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        return working.done()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
