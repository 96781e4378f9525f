"""Requests to a middleware, without a server."""

import asyncio


def request(app, path="/", kind="http", received=(), **headers):
    """Send a request and what follows it; return all that comes back. headers: with _ in the place of -."""
    scope = {
        "type": kind,
        "path": path,
        "method": "GET",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    incoming, sent = iter(received), []

    async def receive():
        return next(incoming)

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def headers_of(sent):
    """The headers of an answer by their names."""
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}
