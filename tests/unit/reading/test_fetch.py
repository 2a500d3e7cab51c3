"""Addresses: http and https only, never inside the own network, bounded in size, time and redirects."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from netback.reading.document import Limits
from netback.reading.faults import ReadingError
from netback.reading.fetch import check_address, fetch
from netback.reading.importers import import_document

Reply = Callable[[BaseHTTPRequestHandler], None]


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    outer.pages[self.path](self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.server.shutdown()
    found.server.server_close()
    found.thread.join()


def send(body: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def slug(address: str, **more: object) -> str:
    with pytest.raises(ReadingError) as caught:
        fetch(address, **more)  # type: ignore[arg-type]
    return caught.value.slug


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/", "data://x", "jar://x"]
)
def test_other_schemes_are_refused(address: str) -> None:
    assert slug(address) == "reading/bad-scheme"
    with pytest.raises(ReadingError, match="not fetched"):
        import_document(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0/", "http://localhost/", "http://10.0.0.8/",
        "http://172.16.3.4/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/", "http://0.0.0.0/", "http://255.255.255.255/",
    ],
)  # fmt: skip
def test_addresses_of_the_own_network_are_refused(address: str) -> None:
    assert slug(address) in ("reading/private-address", "reading/no-host")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://user:pw@example.org/", "bad-address"), ("http://", "bad-address"), ("http://exa mple.org/", "bad-address"),
        ("http://example.org\\@127.0.0.1/", "bad-address"), ("http://example.org/\r\nHost: x", "bad-address"),
        ("http://1.1.1.1:22/", "bad-port"), ("http://1.1.1.1:99999/", "bad-address"), ("http://[::1/", "bad-address"),
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(address: str, why: str) -> None:
    assert slug(address) == f"reading/{why}"


def test_a_public_address_passes() -> None:
    scheme, host, port, path, ips = check_address("https://1.1.1.1/a?b=c")
    assert (scheme, host, port, path, ips) == ("https", "1.1.1.1", 443, "/a?b=c", ["1.1.1.1"])


def test_a_page_is_fetched_when_private_addresses_are_allowed(site: Site) -> None:
    site.pages["/a.txt"] = send(b"The line is shut.", Content_Type="text/plain")
    (found,) = import_document(f"{site.root}/a.txt", allow_private=True)
    assert found.text == "The line is shut."
    assert found.address == f"{site.root}/a.txt"
    assert found.doc_id == "a"


def test_redirects_are_counted_and_each_is_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/loop"] = send(b"", 302, Location="/loop")
    assert slug(f"{site.root}/loop", allow_private=True) == "reading/redirects"
    site.pages["/out"] = send(b"", 302, Location="file:///etc/passwd")
    assert slug(f"{site.root}/out", allow_private=True) == "reading/bad-scheme"


def test_a_redirect_into_the_own_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    import netback.reading.fetch as module

    real = module.check_address
    first = {"left": 1}

    def lenient_once(address: str, allow_private: bool = False) -> tuple[str, str, int, str, list[str]]:
        if first["left"]:
            first["left"] -= 1
            return real(address, True)
        return real(address, allow_private)

    monkeypatch.setattr(module, "check_address", lenient_once)
    site.pages["/in"] = send(b"", 302, Location=f"http://127.0.0.1:{80}/secret")
    assert slug(f"{site.root}/in") == "reading/private-address"


def test_too_much_is_refused_announced_or_not(site: Site) -> None:
    limits = Limits(raw_bytes=1000)
    site.pages["/told"] = send(b"x" * 5000, Content_Length="5000")
    site.pages["/untold"] = send(b"x" * 5000)
    assert slug(f"{site.root}/told", allow_private=True, limits=limits) == "reading/too-large"
    assert slug(f"{site.root}/untold", allow_private=True, limits=limits) == "reading/too-large"


def test_a_packed_answer_nobody_asked_for_is_refused(site: Site) -> None:
    site.pages["/z"] = send(gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip")
    assert slug(f"{site.root}/z", allow_private=True) == "reading/nested-encoding"


def test_a_server_that_drips_is_given_up_on(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    site.pages["/slow"] = drip
    began = time.monotonic()
    assert slug(f"{site.root}/slow", allow_private=True, limits=Limits(seconds=0.5)) == "reading/too-slow"
    assert time.monotonic() - began < 3


def test_an_error_page_is_no_document(site: Site) -> None:
    site.pages["/404"] = send(b"no", 404)
    assert slug(f"{site.root}/404", allow_private=True) == "reading/no-answer"
