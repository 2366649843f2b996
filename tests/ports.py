"""Ports of loopback for servers of tests."""

from __future__ import annotations

import socket
from contextlib import suppress


def both_doors() -> tuple[socket.socket, socket.socket]:
    """A TCP listener and a UDP socket on one port, where both were free."""
    for _ in range(50):
        packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        packets.bind(("127.0.0.1", 0))
        with suppress(OSError):
            return socket.create_server(packets.getsockname()), packets
        packets.close()
    raise AssertionError("No port of 50 was free for TCP and UDP. End what holds them.")
