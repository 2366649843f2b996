"""How the sites of a world answer: gates, HTTP and HTTPS, and a network that blocks."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.replica.answers import Reply, Visit, html_reply, text_reply
from crawler.replica.authority import Certified
from crawler.replica.proxy import Line, Manners, Misbehaviour
from crawler.replica.sites import pages
from crawler.replica.sites.model import Names, Site, Wire
from crawler.replica.sites.nameserver import NOTICE_HOST, Block
from crawler.replica.sites.quiet import notice_page
from crawler.replica.sites.wires import ACTS
from crawler.replica.sites.world import SitesWorld

_WWW = "www."


class Sites:
    """Everything that the hosts of a world serve."""

    def __init__(self, world: SitesWorld) -> None:
        self._sites = {
            host: site for host, site in world.sites.items() if site.zone.answer is Names.KNOWN
        }
        self._sites |= {name: site for site in world.sites.values() for name in site.below}
        self._hosts = frozenset(self._sites) | {f"{_WWW}{host}" for host in self._sites}

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are served."""
        return self._hosts

    def delay(self, host: str) -> float:
        """No host is slow: what drips or is silent misbehaves."""
        return 0.0

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request, by who asks."""
        if visit.host not in self._sites:
            bare = visit.host.removeprefix(_WWW)
            return pages.moved(f"https://{bare}{visit.path}", 301)
        site = self._sites[visit.host]
        if not visit.secure and site.http == "moves":
            return pages.moved(f"https://{visit.host}{visit.path}", 301)
        if visit.path == "/robots.txt" and site.robots:
            return text_reply(site.robots)
        hidden = site.hidden if site.gate is not None and site.gate(visit) else None
        face = site.face if hidden is None else hidden
        return face[visit.path] if visit.path in face else _other(visit)

    def manners(self, host: str, *, secure: bool) -> Misbehaviour | None:
        """What the host does instead of answering, if it does."""
        site = self._sites.get(host.removeprefix(_WWW))
        if site is None:
            return None
        if secure and site.http == "only":
            return ACTS[Wire.REFUSES]
        return ACTS.get(site.answer.wire) if site.answer.wire is not None else None

    def certificates(self) -> Mapping[str, Certified]:
        """What the certificate of each host says."""
        found = {}
        for host, site in self._sites.items():
            found[host] = found[f"{_WWW}{host}"] = _certified(site)
        return found


def _certified(site: Site) -> Certified:
    if site.answer.wire is Wire.WRONG_NAME:
        return Certified(("khac-vidu.net",))
    if site.answer.wire is Wire.EXPIRED:
        return Certified((site.host,), expired=True)
    names = (*(site.certificate or (site.host,)), *site.below)
    return Certified((*names, *(f"{_WWW}{name}" for name in names)))


def blocking(blocked: Mapping[str, Block], otherwise: Manners) -> Manners:
    """The manners of a network that carries a block, on top of the hosts' own."""

    def manners(host: str, *, secure: bool) -> Misbehaviour | None:
        match blocked.get(host.removeprefix(_WWW)):
            case Block.NXDOMAIN | Block.SINKHOLE:
                return _unreachable
            case Block.NOTICE:
                return _noticed
        return otherwise(host, secure=secure)

    return manners


async def _unreachable(line: Line) -> None:
    text = f"<html><body><h1>503</h1>Name or address of {line.host} not reachable.</body></html>"
    await line.say(html_reply(text, status=503))


async def _noticed(line: Line) -> None:
    """The notice of the network, over TLS under the network's own name."""
    await line.accept()
    await line.hear(NOTICE_HOST)
    await line.say(pages.served(notice_page(line.host)))


def _other(visit: Visit) -> Reply:
    if visit.path.startswith("/theme/"):
        return Reply(200, b"/* theme */\n.wrap{padding:0 16px}\n", "text/css; charset=utf-8")
    text = "<!DOCTYPE html><html><head><title>404</title></head><body><h1>404</h1></body></html>"
    return html_reply(text, status=404)
