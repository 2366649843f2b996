"""Both hosts of Facebook, and what can be wrong with them."""

from __future__ import annotations

from dataclasses import replace

from crawler.errors import UsageProblem
from crawler.replica.answers import Reply, Visit, text_reply
from crawler.replica.facebook import graph, library
from crawler.replica.facebook.graph import Graph, Mood
from crawler.replica.facebook.library import Library, LibraryFault, LibraryMood
from crawler.replica.facebook.world import FacebookWorld

CHANGES = (
    "graph CODE [AFTER], graph_once CODE, status NUMBER, hold AFTER, usage PERCENT, narrow, "
    "without_next, "
    "library FAULT [AFTER], robots, down PAGE, up PAGE, rename PAGE NAME, "
    "end ADVERT, run ADVERT, well"
)
_FOR_EVER = 3_600.0  # seconds
_OPEN, _CLOSED = "User-agent: *\nDisallow:\n", "User-agent: *\nDisallow: /\n"


class Facebook:
    """Everything that the replica of Facebook serves, by host."""

    def __init__(self, world: FacebookWorld) -> None:
        self._world = world
        self._well()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are served."""
        return frozenset({graph.HOST, library.HOST})

    def delay(self, host: str) -> float:
        """Neither host is slow, but the Graph may be told to hold back its answers."""
        if host != graph.HOST or self._mood.held_after is None:
            return 0.0
        self._mood.held_after -= 1
        return _FOR_EVER if self._mood.held_after < 0 else 0.0

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path == "/robots.txt":
            return text_reply(_CLOSED if self._closed else _OPEN)
        host = self._graph if visit.host == graph.HOST else self._library
        return host.reply(visit)

    def change(self, words: str) -> None:
        """Changes the hosts while they are served; ``CHANGES`` names what can be asked for."""
        kind, *rest = words.strip().split(maxsplit=2)
        changes = (self._changed, self._changed_graph, self._changed_page)
        if not any(change(kind, rest) for change in changes):
            raise UsageProblem(f"{words!r} changes nothing here. Write one of: {CHANGES}")

    def _changed(self, kind: str, rest: list[str]) -> bool:
        """Changes both hosts, or how the Ad Library answers; whether the words meant that."""
        match kind, rest:
            case "well", []:
                self._well()
            case "robots", []:
                self._closed = True
            case "library", [fault, *after] if fault in list(LibraryFault):
                self._mood_of_library.fault = LibraryFault(fault)
                self._mood_of_library.after = _number(after)
            case _:
                return False
        return True

    def _changed_graph(self, kind: str, rest: list[str]) -> bool:
        """Changes how the Graph answers; whether the words meant that."""
        match kind, rest:
            case "graph", [code, *after] if code.isdigit():
                self._mood.code, self._mood.after = int(code), _number(after)
            case "graph_once", [code] if code.isdigit():
                self._mood.code, self._mood.once = int(code), True
            case "status", [status] if status.isdigit():
                self._mood.status = int(status)
            case "usage", [percent] if percent.isdigit():
                self._mood.usage = int(percent)
            case "hold", [after] if after.isdigit():
                self._mood.held_after = int(after)
            case "narrow", []:
                self._mood.narrow = True
            case "without_next", []:
                self._mood.without_next = True
            case _:
                return False
        return True

    def _changed_page(self, kind: str, rest: list[str]) -> bool:
        """Changes what there is; whether the words meant that."""
        match kind, rest:
            case "down", [page]:
                self._mood.down.add(page)
            case "up", [page]:
                self._mood.down.discard(page)
            case "end", [advert]:
                self._mood_of_library.stopped.add(advert)
            case "run", [advert]:
                self._mood_of_library.stopped.discard(advert)
            case "rename", [page, name] if page in self._world.pages:
                self._rename(page, name)
            case _:
                return False
        return True

    def _rename(self, page: str, name: str) -> None:
        renamed = replace(self._world.pages[page], name=name)
        pages = {**self._world.pages, page: renamed}
        self._graph.world = self._library.world = replace(self._world, pages=pages)

    def _well(self) -> None:
        self._mood, self._mood_of_library, self._closed = Mood(), LibraryMood(), False
        self._graph = Graph(self._world, self._mood)
        self._library = Library(self._world, self._mood_of_library)


def _number(words: list[str]) -> int:
    return int(words[0]) if words else 0
