"""Fetch one address the user names: http or https, bounded in size, time and redirects, never inside the own network.

The address is resolved once, every answer is checked, and the connection goes to the very address that was checked, so a
name that changes its answer between check and connection gains nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from netback.reading.document import Limits
from netback.reading.faults import ReadingError

__all__ = ["Fetched", "check_address", "fetch"]


@dataclass(frozen=True)
class Fetched:
    """What came back.

    Parameters
    ----------
    address : str
        After redirects.
    raw : bytes
    media_type, charset : str
        As declared.
    """

    address: str
    raw: bytes
    media_type: str
    charset: str


def _refuse(slug: str, what: str, fix: str = "") -> ReadingError:
    return ReadingError(f"reading/{slug}", what, fix)


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return _is_public(inner)
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return _is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    )


def check_address(address: str, allow_private: bool = False) -> tuple[str, str, int, str, list[str]]:
    """Scheme, host, port, path and the network addresses it may be fetched from.

    Raises
    ------
    ReadingError
        Another scheme, a password in it, an unknown host, or a host inside the own network.
    """
    if any(c in address for c in "\r\n\t \x00\\"):
        raise _refuse(
            "bad-address",
            "the address holds spaces, backslashes or control characters",
            "the address as the browser shows it",
        )
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise _refuse("bad-address", f"{address[:80]!r} is not an address", "https://host/page") from None
    if parts.scheme not in ("http", "https"):
        raise _refuse(
            "bad-scheme",
            f"{parts.scheme or 'no scheme'!r} is not fetched",
            "an address beginning with https:// or http://",
        )
    if parts.username is not None or parts.password is not None:
        raise _refuse("bad-address", "the address holds a user name", "the address without it")
    if not host:
        raise _refuse("bad-address", f"{address[:80]!r} names no host", "https://host/page")
    port = port or (443 if parts.scheme == "https" else 80)
    if not allow_private and port not in (80, 443, 8080, 8443):
        raise _refuse("bad-port", f"port {port} is not a web port", "an address on port 80 or 443")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _refuse("no-host", f"the host {host[:80]!r} is not known", "check the spelling") from None
    ips = list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in found))
    if not allow_private:
        for ip in ips:
            if not _is_public(ipaddress.ip_address(ip)):
                raise _refuse(
                    "private-address",
                    f"the host {host[:80]!r} lies in a private or reserved network ({ip})",
                    "--allow-private, if you mean it",
                )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port, path, ips


def fetch(address: str, *, limits: Limits | None = None, allow_private: bool = False) -> Fetched:
    """The bytes behind an address.

    Raises
    ------
    ReadingError
        Refused, failed, too large, too slow, or too many redirects.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        scheme, host, port, path, ips = check_address(address, allow_private)
        try:
            answer = _get(scheme, host, port, path, ips[0], limits, deadline)
        except TimeoutError:
            raise _refuse("too-slow", f"{host} did not answer within {limits.seconds:g} seconds") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _refuse("no-answer", f"{host} could not be read ({type(error).__name__})") from None
        if isinstance(answer, str):
            address = urljoin(address, answer)
            continue
        raw, media_type, charset = answer
        return Fetched(address, raw, media_type, charset)
    raise _refuse("redirects", f"more than {limits.redirects} redirects")


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the host's name."""

    def __init__(self, host: str, port: int, ip: str, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._ip, self._secure, self._timeout = ip, secure, timeout

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), self._timeout)
        self.sock = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
            if self._secure
            else plain
        )


def _get(
    scheme: str, host: str, port: int, path: str, ip: str, limits: Limits, deadline: float
) -> tuple[bytes, str, str] | str:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = _Pinned(host, port, ip, scheme == "https", left)
    response: http.client.HTTPResponse | None = None
    try:
        connection.request(
            "GET",
            path,
            headers={
                "User-Agent": "netback",
                "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*",
                "Accept-Encoding": "identity",
            },
        )
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308):
            target = response.getheader("Location")
            if not target:
                raise ValueError("redirect without a target")
            return target
        if response.status != 200:
            raise _refuse("no-answer", f"{host} answered {response.status}")
        if response.getheader("Content-Encoding", "identity").lower() not in ("identity", ""):
            raise _refuse(
                "nested-encoding",
                f"{host} sent a packed answer although none was asked for",
                "the page, saved to a file",
            )
        length = response.getheader("Content-Length", "")
        if length.isdigit() and int(length) > limits.raw_bytes:
            raise _refuse("too-large", f"{int(length):,} bytes; at most {limits.raw_bytes:,} are read")
        chunks: list[bytes] = []
        total = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if connection.sock is not None:
                connection.sock.settimeout(left)
            chunk = response.read1(65536)
            if not chunk:
                break
            total += len(chunk)
            if total > limits.raw_bytes:
                raise _refuse("too-large", f"more than {limits.raw_bytes:,} bytes")
            chunks.append(chunk)
        headers = response.headers
        return b"".join(chunks), headers.get_content_type(), headers.get_content_charset() or ""
    finally:
        if response is not None:
            response.close()
        connection.close()
