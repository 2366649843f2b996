"""One page of a site as a visitor reads it: title, words, links, forms, pictures, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import etree, html

from crawler.text import nfc

_MOST_PARTS = 200_000  # tags and attributes; a tree of 8 MiB of tags takes 400 MB
_MOST_LINKS = 2_000
_MOST_TEXT = 50_000  # letters
_MOST_SCRIPTS = 300_000  # letters of scripts that stand in the page
_LONGEST_ADDRESS = 2_000
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "head", "iframe", "select"})
_LINES = frozenset(
    """
    address article aside blockquote body br button dd div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table td th tr ul
    """.split()  # noqa: SIM905
)
# How injected links are put where no visitor looks.
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*[0-2](?:px)?\s*(?:;|$)|opacity\s*:\s*0(?:[;\s]|$)|height\s*:\s*0",
    re.IGNORECASE,
)
# No two pieces that blanks fit stand side by side: three took minutes for a line of blanks.
_REFRESH = re.compile(
    r"(\d{0,6})[\d.]*(?:\s*[;,]\s*|\s+)?url\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE
)
_AT_ONCE = 15  # seconds; pages of scores and chats load themselves anew after minutes
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a page leads to, with the words that stand on it."""

    url: str
    words: str
    seen: bool  # False: it stands where no visitor looks


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """What one page shows. Addresses are absolute; text is NFC."""

    url: str  # of the document, whatever it says of itself
    base: str | None = None  # what its addresses are relative to, where it names another
    title: str | None = None
    description: str | None = None
    text: str = ""
    hidden: str = ""  # words that stand where no visitor looks
    language: str | None = None
    links: tuple[Link, ...] = ()
    frames: tuple[str, ...] = ()
    pictures: tuple[Link, ...] = ()  # with what the page calls them
    icons: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()  # scripts and styles that it fetches
    scripts: str = ""  # those that stand in it
    fields: tuple[str, ...] = ()  # what its forms ask for
    refresh: str | None = None  # where a meta tag leads at once
    cut: bool = False  # it has more tags than are read


def read_page(markup: str, url: str) -> SitePage:
    """The page of a text; one of more tags than anybody writes is left unread, and says so."""
    if markup.count("<") + markup.count("=") > _MOST_PARTS:
        return SitePage(url=url, cut=True)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):  # nothing stands in it
        return SitePage(url=url, text=_tidy(markup[:_MOST_TEXT]) if "<" not in markup else "")
    return _Reader(root, url).read()


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site, as far as names tell: equal, or one below the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def host_in(url: str) -> str:
    """The host of an address in lower case; empty where it has none."""
    parts = split(url)
    return (parts.hostname or "") if parts else ""


def joined(base: str, target: str) -> str | None:
    """An address as it stands on a page of another; None for what is none."""
    try:
        return urljoin(base, target)
    except ValueError:  # a bracket that is no IPv6 address
        return None


def split(url: str) -> SplitResult | None:
    """The parts of an address; None for what is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


@dataclass(slots=True)
class _Reader:
    root: html.HtmlElement
    url: str
    base: str | None = None
    shown: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def read(self) -> SitePage:
        base = self.root.find(".//base[@href]")
        if base is not None:
            self.base = joined(self.url, base.get("href", "").strip())
        links = self._words()
        return SitePage(
            url=self.url,
            base=self.base,
            title=self._title(),
            description=self._meta("description") or self._meta("og:description"),
            text=_tidy("".join(self.shown))[:_MOST_TEXT],
            hidden=_tidy("".join(self.unseen))[:_MOST_TEXT],
            language=(self.root.get("lang") or "").strip().lower()[:20] or None,
            links=tuple(links),
            frames=tuple(self._addresses("//iframe/@src | //frame/@src")),
            pictures=tuple(self._pictures()),
            icons=tuple(
                self._addresses("//link[contains(translate(@rel,'ICON','icon'),'icon')]/@href")
            ),
            loaded=tuple(self._addresses("//script/@src | //link[@rel='stylesheet']/@href")),
            scripts="\n".join(self._scripts())[:_MOST_SCRIPTS],
            fields=tuple(self._fields()),
            refresh=self._refresh(),
        )

    def _words(self) -> list[Link]:
        """Gathers the words, and the links with theirs, in one walk."""
        links: list[Link] = []
        silent = hidden = 0
        opened: list[tuple[str, int, bool]] = []  # links around this place
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            quiet, unseen = tag in _SILENT, _is_unseen(element)
            into = self.unseen if hidden or (unseen and event == "start") else self.shown
            if event == "start":
                silent, hidden = silent + quiet, hidden + unseen
                if tag in _LINES:
                    into.append("\n")
                if tag == "a" and (href := element.get("href")):
                    opened.append((href, len(into), not hidden))
                if not silent and element.text:
                    into.append(element.text)
                continue
            if tag == "a" and element.get("href") and opened:
                href, start, seen = opened.pop()
                if len(links) < _MOST_LINKS and (url := self._absolute(href)) is not None:
                    words = _tidy("".join(into[start:]))[:200] or element.get("title", "")[:200]
                    links.append(Link(url=url, words=nfc(words), seen=seen))
            silent, hidden = silent - quiet, hidden - unseen
            into = self.unseen if hidden else self.shown
            if tag in _LINES:
                into.append("\n")
            if not silent and element.tail:
                into.append(element.tail)
        return links

    def _title(self) -> str | None:
        found = self.root.findtext(".//title") or self._meta("og:title")
        return _tidy(found).replace("\n", " ")[:500] or None if found else None

    def _meta(self, name: str) -> str | None:
        for element in self.root.iter("meta"):
            if (element.get("name") or element.get("property") or "").lower() == name:
                return _tidy(element.get("content", ""))[:2_000] or None
        return None

    def _refresh(self) -> str | None:
        for element in self.root.iter("meta"):
            if element.get("http-equiv", "").lower() == "refresh":
                told = element.get("content", "").strip()[: _LONGEST_ADDRESS + 100]
                found = _REFRESH.match(told)
                if found and float(found[1] or 0) <= _AT_ONCE:
                    return self._absolute(found[2])
        return None

    def _scripts(self) -> Iterator[str]:
        for element in self.root.iter("script"):
            if element.text and "json" not in element.get("type", ""):
                yield element.text

    def _fields(self) -> Iterator[str]:
        for element in self.root.iter("input", "select", "textarea", "button"):
            told = (element.get(name, "") for name in ("type", "name", "placeholder"))
            words = " ".join(filter(None, told)).strip()
            if words and element.get("type") not in ("hidden", "submit"):
                yield nfc(words)[:100]

    def _pictures(self) -> Iterator[Link]:
        for element in self.root.iter("img"):
            source = element.get("src") or element.get("data-src") or ""
            url = source if source.startswith("data:image/") else self._absolute(source)
            names = (element.get(name, "") for name in ("alt", "title", "class", "id"))
            if url:
                yield Link(url=url, words=nfc(" ".join(filter(None, names)))[:200], seen=True)

    def _addresses(self, path: str) -> Iterator[str]:
        found = (self._absolute(str(each)) for each in self.root.xpath(path))
        yield from dict.fromkeys(url for url in found if url)

    def _absolute(self, href: str) -> str | None:
        href = "".join(href.split())
        if not href or href.startswith("#") or len(href) > _LONGEST_ADDRESS:
            return None
        url = joined(self.base or self.url, href)
        parts = split(url) if url else None
        return url if parts is not None and parts.scheme in _SCHEMES else None


_SCHEMES = frozenset({"http", "https", "tg", "zalo", "intent", "itms-services", "itms-apps"})


def _is_unseen(element: html.HtmlElement) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _UNSEEN.search(style))


def _tidy(text: str) -> str:
    return nfc(_BREAKS.sub("\n", _SPACES.sub(" ", text)).strip())
