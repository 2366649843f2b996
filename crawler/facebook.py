"""Addresses of Facebook: which page or advert they are of, and where its links lead.

Standard library only: spiders and matchers read the same addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

WRAPPERS_AT_MOST = 5  # one inside the other (facebook.md §7)
_HOSTS = frozenset({"facebook.com", "fb.com"})
# Sub-hosts that show pages under the same paths; "vi-vn" and its like are languages.
_SUB_HOSTS = frozenset({"", "www", "m", "mbasic", "touch", "web", "business", "x", "d"})
_LANGUAGE = re.compile(r"[a-z]{2}-[a-z]{2}")
_SHORT_HOSTS = frozenset({"fb.me", "fb.watch"})
_CHAT_HOSTS = frozenset({"m.me", "messenger.com", "www.messenger.com"})
_SHIMS: Mapping[str, str] = {
    "/l.php": "u",
    "/flx/warn": "u",
    "/sharer/sharer.php": "u",
    "/sharer.php": "u",
}
_ID = re.compile(r"[1-9][0-9]{0,19}")
_TAIL = re.compile(r".*-([1-9][0-9]*)", re.DOTALL)
_SHORTEST_TAIL = 10  # digits: "go88" and "game-2024" keep theirs
_VANITY = re.compile(r"[\w.-]*[^\W_][\w.-]*")
_LONGEST_VANITY = 100
_PLUGIN = re.compile(r"(?:v[0-9.]+/)?plugins/\w+\.php")
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_STORY = frozenset({"profile.php", "permalink.php", "story.php"})
# First parts of a path that are no page's name, with what stands there.
_RESERVED: Mapping[str, str] = {
    **dict.fromkeys(("groups",), "a group, not a page"),
    **dict.fromkeys(("events",), "an event, not a page"),
    **dict.fromkeys(("hashtag", "search", "public", "directory"), "a search, not a page"),
    **dict.fromkeys(("marketplace", "commerce"), "an offer of the marketplace, not a page"),
    **dict.fromkeys(
        ("watch", "reel", "reels", "video.php", "videos", "live"),
        "a video whose page is not named. Open it, and paste the address of its page",
    ),
    **dict.fromkeys(
        ("photo", "photo.php", "photos", "media", "stories", "story", "notes", "posts"),
        "a picture or a post whose page is not named. Open it, and paste the address of its page",
    ),
    **dict.fromkeys(
        ("login", "login.php", "checkpoint", "recover", "reg", "r.php", "confirmemail.php"),
        "the log-in of Facebook: it says nothing of any page",
    ),
    **dict.fromkeys(
        (
            *("home.php", "index.php", "help", "policies", "policy.php", "privacy", "legal"),
            *("terms", "terms.php", "about", "business", "settings", "messages", "notifications"),
            *("friends", "gaming", "games", "apps", "pages", "ads", "business_help", "careers"),
            *("dialog", "sharer", "share.php", "sharer.php", "plugins", "tr", "bookmarks"),
            *("saved", "latest", "adsmanager", "api", "ajax", "fundraisers", "jobs", "places"),
            *("people", "p", "pg", "l.php", "flx", "rsrc.php", "robots.txt", "favicon.ico"),
            *(
                "invite",
                "nearby",
                "offers",
                "onthisday",
                "weather",
                "memories",
                "crisisresponse",
                "messenger_doc",
            ),
        ),
        "no page's own address",
    ),
}


class AddressKind(StrEnum):
    """What an address of Facebook is of."""

    PAGE = "page"
    ADVERT = "ad"
    EVENT = "event"
    GROUP = "group"
    SHORT = "short"  # where it leads is not said
    SHIM = "shim"  # it only leads on
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FacebookAddress:
    """One address read: the page by its number or its vanity name, or the advert."""

    kind: AddressKind
    id: str | None = None  # of the page, the profile, the advert, the event or the group
    vanity: str | None = None  # as typed
    target: str | None = None  # where a shim leads
    why: str | None = None  # what stands there instead of a page or an advert

    @property
    def subject(self) -> str | None:
        """The subject id of a page or an advert."""
        if self.kind is AddressKind.ADVERT:
            return f"fbad:{self.id}"
        if self.kind is not AddressKind.PAGE:
            return None
        return f"fbpage:{self.id}" if self.id else f"fbpage:@{vanity_key(self.vanity or '')}"

    @property
    def canonical(self) -> str | None:
        """The address as reports write it."""
        match self.kind:
            case AddressKind.PAGE:
                return f"https://www.facebook.com/{self.id or self.vanity}"
            case AddressKind.ADVERT:
                return f"https://www.facebook.com/ads/library/?id={self.id}"
            case AddressKind.EVENT:
                return f"https://www.facebook.com/events/{self.id}"
            case AddressKind.GROUP:
                return f"https://www.facebook.com/groups/{self.id or self.vanity}"
            case _:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a link leads, and the campaign that its ``utm_`` parameters name."""

    target: str
    campaign: Mapping[str, str] = field(default_factory=dict)


def vanity_key(vanity: str) -> str:
    """What tells two vanity names apart: case and dots do not."""
    return vanity.replace(".", "").lower()


def read_id(value: object) -> str | None:
    """A number of Facebook as its digits; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value).strip()
    return digits if _ID.fullmatch(digits) and digits.isascii() else None


def read_vanity(typed: str) -> str | None:
    """A vanity name as it was typed; None for what is none."""
    name = typed.removeprefix("@")
    if len(name) > _LONGEST_VANITY or not _VANITY.fullmatch(name) or name.isdigit():
        return None
    return name if vanity_key(name) else None


def is_facebook(host: str) -> bool:
    """Whether this host, an A-label in lower case, is Facebook's own."""
    bare = host.removeprefix("www.")
    owned = any(bare == name or bare.endswith(f".{name}") for name in _HOSTS)
    return owned or host in _CHAT_HOSTS or bare in _SHORT_HOSTS


def read_address(parts: SplitResult, host: str) -> FacebookAddress:
    """What an address on a host of Facebook is of. ``host``: its A-label in lower case."""
    bare = host.removeprefix("www.")
    target = _shim_target(parts, host)
    if target is not None:
        return FacebookAddress(kind=AddressKind.SHIM, target=target)
    if bare in _SHORT_HOSTS:
        return _short()
    segments, query = _segments(parts.path), _query(parts.query)
    if host in _CHAT_HOSTS:
        return _chat(bare, segments)
    if parts.fragment.startswith("!/"):  # "#!/CocaCola", as Facebook wrote them until 2012
        rest = urlsplit(parts.fragment[1:])
        segments, query = _segments(rest.path), _query(rest.query)
    name = next(found for found in _HOSTS if bare == found or bare.endswith(f".{found}"))
    sub = bare.removesuffix(name).rstrip(".")
    if sub not in _SUB_HOSTS and not _LANGUAGE.fullmatch(sub):
        return _other(f"a part of Facebook that shows no pages ({host})")
    return _of_path(segments, query)


def unwrapped(link: str) -> Link | None:
    """Where a link leads behind the shims of Facebook and Instagram; None: to no site.

    Nothing is asked: a request for a shim would tell Facebook and the advertiser.
    """
    campaign: dict[str, str] = {}
    for _ in range(WRAPPERS_AT_MOST + 1):
        parts = _split(link)
        if parts is None:
            return None
        target = _shim_target(parts, parts.hostname or "")
        if target is None:
            return Link(target=_without_tracking(parts, campaign), campaign=campaign)
        link = target
    return None


def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link.strip())
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:  # a bracket that is no IPv6 address
        return None


def _without_tracking(parts: SplitResult, campaign: dict[str, str]) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    tracking = [(key, value) for key, value in pairs if _is_tracking(key)]
    if not tracking:
        return urlunsplit(parts)  # byte for byte: other sites read their queries their own way
    campaign.update({key: value for key, value in tracking if key.startswith("utm_")})
    kept = urlencode([pair for pair in pairs if not _is_tracking(pair[0])])
    return urlunsplit(parts._replace(query=kept))


def _is_tracking(key: str) -> bool:
    return key == "fbclid" or key.startswith("utm_")


def _shim_target(parts: SplitResult, host: str) -> str | None:
    path = parts.path.rstrip("/").lower()
    facebook = host in ("facebook.com", "l.messenger.com") or host.endswith(".facebook.com")
    instagram = host == "l.instagram.com" and path in ("", "/l.php")
    key = _SHIMS.get(path) if facebook else "u" if instagram else None
    if key is None:
        return None
    targets = set(_query(parts.query).get(key, ()))
    return targets.pop() if len(targets) == 1 else None


def _of_path(segments: Sequence[str], query: Mapping[str, list[str]]) -> FacebookAddress:
    if not segments:
        return _other("the front page of Facebook, no page's own address")
    first = segments[0].lower()
    for read in (_by_owner, _advert, _inside, _named_with_id, _no_page):
        if found := read(first, segments, query):
            return found
    if first == "share":
        return _short()
    if first in _RESERVED:
        return _other(_RESERVED[first])
    return _page(segments[0])


def _by_owner(
    first: str, segments: Sequence[str], query: Mapping[str, list[str]]
) -> FacebookAddress | None:
    """``profile.php?id=``, and posts that name their page: ``story.php?story_fbid=&id=``."""
    if first not in _STORY and not (first == "photo.php" and "id" in query):
        return None
    number = _one(query, "id")
    if number is None:
        return _other("an address without the number of its page. Open it, and paste it anew")
    return FacebookAddress(kind=AddressKind.PAGE, id=number)


def _advert(
    first: str, segments: Sequence[str], query: Mapping[str, list[str]]
) -> FacebookAddress | None:
    """The Ad Library: one advert by ``id``, all of a page by ``view_all_page_id``."""
    if first != "ads" or len(segments) < 2 or segments[1].lower() not in ("library", "archive"):
        return None
    if advert := _one(query, "id"):
        return FacebookAddress(kind=AddressKind.ADVERT, id=advert)
    if page := _one(query, "view_all_page_id"):
        return FacebookAddress(kind=AddressKind.PAGE, id=page)
    return _other("a search of the Ad Library. Paste the address of one advert or one page")


def _inside(
    first: str, segments: Sequence[str], query: Mapping[str, list[str]]
) -> FacebookAddress | None:
    """What holds another address: the page plugin, the log-in on the way to a page."""
    if _PLUGIN.fullmatch("/".join(segments).lower()):
        key = "href"
    elif first in ("login", "login.php", "checkpoint"):
        key = "next"
    else:
        return None
    targets = query.get(key, [])
    if len(targets) != 1:
        return None
    [target] = targets
    if target.startswith("/") and not target.startswith("//"):  # a way within Facebook
        target = f"https://www.facebook.com{target}"
    return FacebookAddress(kind=AddressKind.SHIM, target=target)


def _named_with_id(
    first: str, segments: Sequence[str], query: Mapping[str, list[str]]
) -> FacebookAddress | None:
    """Forms in which a name stands before the number, or the number at the end of the name."""
    if first == "pg" and len(segments) > 1:
        return _page(segments[1])
    lowered = [segment.lower() for segment in segments]
    if lowered[:2] == ["pages", "category"] and len(segments) > 3:
        tail = _tail(segments[3], shortest=1)
    elif first in ("pages", "people") and len(segments) > 2:
        tail = read_id(segments[2])
    elif first == "p" and len(segments) > 1:
        tail = _tail(segments[1], shortest=1)
    else:
        return None
    if tail is None:
        return _other("an address without the number of its page. Open it, and paste it anew")
    return FacebookAddress(kind=AddressKind.PAGE, id=tail)


def _no_page(
    first: str, segments: Sequence[str], query: Mapping[str, list[str]]
) -> FacebookAddress | None:
    """Events and groups: told by their number, and no subjects."""
    if len(segments) < 2 or first not in ("events", "groups"):
        return None
    number, why = read_id(segments[1]), _RESERVED[first]
    if first == "groups":
        name = None if number else read_vanity(segments[1])
        return FacebookAddress(kind=AddressKind.GROUP, id=number, vanity=name, why=why)
    return FacebookAddress(kind=AddressKind.EVENT, id=number, why=why) if number else None


def _page(segment: str) -> FacebookAddress:
    """A page by the first part of its path: a number, a name with a number, a vanity name."""
    typed = segment.partition("&")[0]  # "CocaCola&ref=x", as people cut and paste
    number = read_id(typed.removeprefix("@")) or _tail(typed, shortest=_SHORTEST_TAIL)
    if number:
        return FacebookAddress(kind=AddressKind.PAGE, id=number)
    vanity = read_vanity(typed)
    if vanity is None or vanity.lower() in _RESERVED or vanity.lower().endswith(".php"):
        return _other("no page's own address")
    return FacebookAddress(kind=AddressKind.PAGE, vanity=vanity)


def _chat(host: str, segments: Sequence[str]) -> FacebookAddress:
    """``m.me/NAME``, ``messenger.com/t/NUMBER``: whom a message goes to, mostly a page."""
    if host == "messenger.com":
        if len(segments) < 2 or segments[0].lower() != "t":
            return _other("no page's chat")
        return _page(segments[1])
    if not segments or len(segments[0]) < 3:  # m.me/g/…, m.me/j/…: chats of several
        return _other("no page's chat")
    return _page(segments[0])


def _tail(segment: str, *, shortest: int) -> str | None:
    found = _TAIL.fullmatch(segment)
    number = read_id(found[1]) if found else read_id(segment)
    return number if number and len(number) >= shortest else None


def _one(query: Mapping[str, list[str]], key: str) -> str | None:
    numbers = {read_id(value) for value in query.get(key, ())}
    return numbers.pop() if len(numbers) == 1 else None


def _segments(path: str) -> list[str]:
    return [part for part in (unquote(piece).strip() for piece in path.split("/")) if part]


def _query(query: str) -> dict[str, list[str]]:
    try:
        return parse_qs(query.replace("&amp;", "&"), max_num_fields=200)
    except ValueError:  # more parameters than any address of Facebook has
        return {}


def _short() -> FacebookAddress:
    return FacebookAddress(
        kind=AddressKind.SHORT,
        why="a short link that does not say where it leads. Open it, and paste where it ends",
    )


def _other(why: str) -> FacebookAddress:
    return FacebookAddress(kind=AddressKind.OTHER, why=why)


def links_in(text: str) -> Iterator[str]:
    """The web addresses that stand in a text, as written, without the marks behind them."""
    for found in _LINK.finditer(text):
        yield found[0].rstrip(".,;:!?)]}”’\"'…")
