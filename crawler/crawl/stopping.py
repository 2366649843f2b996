"""A person ends what runs: in order at the first signal, at once at the second."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_by_a_person(stop: Callable[[], object]) -> Iterator[None]:
    """Ctrl-C or SIGTERM calls ``stop``, which is to end things in order; a second one kills."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:
        restore()
        stop()

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        restore()


def in_the_reactor(stop: Callable[[], None]) -> Callable[[], None]:
    """A ``stop`` that Twisted's reactor carries out, whatever it was doing at the signal."""

    def call() -> None:
        from twisted.internet import reactor

        reactor.callFromThread(stop)

    return call
