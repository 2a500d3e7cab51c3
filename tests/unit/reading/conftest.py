"""A local endpoint that answers like a language model, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from netback.reading.model import Endpoint

Answer = Callable[[dict[str, Any]], bytes | str]


class FakeModel:
    """A server on a free port; `answer` is what it replies, `asked` what it was sent."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _: items([])
        self.asked: list[dict[str, Any]] = []
        self.delay = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body)
                time.sleep(outer.delay)
                reply = outer.answer(body)
                data = reply if isinstance(reply, bytes) else reply.encode()
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def endpoint(self, seconds: float = 5.0) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.server.server_port}/v1", "fake", "no-secret", seconds)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def items(found: list[Any]) -> str:
    """A well-formed reply that holds some items."""
    return chat(json.dumps({"items": found}))


def chat(content: str) -> str:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


@pytest.fixture
def fake_model() -> Iterator[FakeModel]:
    server = FakeModel()
    yield server
    server.close()
