"""Servers that are not there: names by a table, answers over socket pairs, no packet sent."""

import socket
import threading
from contextlib import suppress
from ipaddress import ip_address

PUBLIC = "93.184.216.34"
NAMES = {
    "a.example": [PUBLIC],
    "b.example": [PUBLIC],
    "inside.example": ["127.0.0.1"],
    "both.example": [PUBLIC, "10.0.0.1"],
    "cloud.example": ["169.254.169.254"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "xn--nxasmq6b.example": ["192.168.0.1"],
}


def resolve(host: str, port: int) -> list[str]:
    """Resolve by the table; numbers as the C library does, in all the ways that it knows."""
    del port
    if host in NAMES:
        return NAMES[host]
    with suppress(OSError):
        return [socket.inet_ntoa(socket.inet_aton(host))]
    try:
        return [str(ip_address(host))]
    except ValueError as error:
        raise socket.gaierror(f"{host} has no address") from error


class Servers:
    """Answers requests over socket pairs, and remembers them."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def connect(self, number: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((number, port))
        here, there = socket.socketpair()
        here.settimeout(seconds)
        threading.Thread(target=self._answer, args=(there,), daemon=True).start()
        return here

    def answer(self, address: str, lines: list[str]) -> bytes:
        """Give the answer to a request, whose lines are given too."""
        del lines
        return self.answers.get(address, answer(b"", status="404 Not Found"))

    def _answer(self, there: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += there.recv(4096)
        lines = request.decode().split("\r\n")
        host = next(line[6:] for line in lines if line.startswith("Host: "))
        address = host + lines[0].split()[1]
        self.asked.append(address)
        try:
            there.sendall(self.answer(address, lines))
            there.close()
        except OSError:
            return


def answer(data: bytes, *more: str, status: str = "200 OK", length: int | None = None) -> bytes:
    head = [f"HTTP/1.1 {status}", "Content-Type: text/html", *more]
    head.append(f"Content-Length: {len(data) if length is None else length}")
    return "\r\n".join([*head, "", ""]).encode() + data
