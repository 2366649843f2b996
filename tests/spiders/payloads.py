"""Our own payloads: invented apps in the real shapes; folder by source, case by parser."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crawler.records import Sighting
from spiders import (
    apkpure,
    appgallery,
    apple_charts,
    apple_page,
    apple_reviews,
    apple_rows,
    aptoide,
    galaxy_store,
    uptodown,
)
from spiders import google_play as google
from spiders import licence_portal as portal
from spiders.apple_values import SOURCE as APPLE
from spiders.base import Seen
from spiders.looks import look
from spiders.play_similar import parse_clusters, parse_similar, parse_suggestions
from spiders.shapes import read_json

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads"
SEEN = Seen(market="vn", seen_at=datetime(2026, 10, 7, 3, 0, tzinfo=UTC), evidence="sha256:0")
TERM = "nổ hũ"
PACKAGE = "vn.vidu.nohuvuive"
ASKED = ["9900000001", "9900000002"]


def _apple(parse: Callable[..., Any], **asked: Any) -> Callable[[bytes], Any]:
    return lambda body: parse(read_json(body, APPLE), **asked)


def _google(parse: Callable[..., Any], **asked: Any) -> Callable[[bytes], Any]:
    return lambda body: parse(body, **asked)


def _portal(**asked: int) -> Callable[[bytes], Any]:
    return lambda body: portal.parse_page(read_json(body, portal.NAME), **asked)


def _app(parse: Callable[..., Sighting]) -> Callable[[bytes], Any]:
    return lambda body: [parse(body, package=PACKAGE, **SEEN)]


# The first word of a case names its parser.
PARSERS: dict[str, dict[str, Callable[[bytes], Any]]] = {
    "apple_app_store": {
        "search": _apple(apple_rows.parse_search, term=TERM, **SEEN),
        "lookup": _apple(apple_rows.parse_lookup, asked=ASKED, **SEEN),
        "developer": _apple(apple_rows.parse_developer, developer="Studio Ví Dụ", **SEEN),
        "chart": _apple(apple_charts.parse_chart, feed="topfreeapplications", genre=7006, **SEEN),
        "ids": lambda body: [
            look(f"apple:{each}", APPLE, "ids", {}, **SEEN)
            for each in apple_charts.parse_chart_ids(read_json(body, APPLE))
        ],
        "bundle": _apple(apple_rows.parse_bundle, bundle="vn.vidu.app2", **SEEN),
        "reviews": _apple(apple_reviews.parse_reviews),
        "screens": _apple(apple_rows.parse_screens, number=ASKED[0]),
        "page": lambda body: [
            look(
                f"apple:{ASKED[0]}",
                APPLE,
                "page",
                apple_page.parse_page(body, number=ASKED[0]),
                **SEEN,
            )
        ],
    },
    "google_play": {
        "search": _google(google.parse_search, term=TERM, **SEEN),
        "app": _google(google.parse_app_page, package=PACKAGE, **SEEN),
        "gone": _google(google.parse_gone, package=PACKAGE, **SEEN),
        "developer": _google(google.parse_developer, developer="Studio Ví Dụ", **SEEN),
        "chart": _google(
            google.parse_chart, chart="topselling_free", category="GAME_CASINO", **SEEN
        ),
        "reviews": _google(google.parse_reviews),
        "next": _google(google.parse_next, layer="search", path=f"search:{TERM}", place=30, **SEEN),
        "permissions": _google(google.parse_permissions, package=PACKAGE, **SEEN),
        "safety": _google(google.parse_data_safety, package=PACKAGE, **SEEN),
        "clusters": _google(parse_clusters),
        "similar": _google(parse_similar, package=PACKAGE, **SEEN),
        "suggestions": _google(parse_suggestions),
        "screens": _google(google.parse_screens, package=PACKAGE),
    },
    "aptoide": {
        "search": _google(aptoide.parse_search, term=TERM, **SEEN),
        "detail": _app(aptoide.parse_detail),
        "gone": _app(aptoide.parse_gone),
    },
    "galaxy_store": dict.fromkeys(("detail", "gone"), _app(galaxy_store.parse_detail)),
    "appgallery": {
        "search": _google(appgallery.parse_search, term=TERM, **SEEN),
        "detail": _app(appgallery.parse_detail),
    },
    "apkpure": {"detail": _app(apkpure.parse_detail)},
    "uptodown": {"detail": lambda body: [uptodown.parse_detail(body, name="nohuvuive", **SEEN)]},
    "licence_portal": {
        "first": _portal(asked=2, offset=0),
        "last": _portal(asked=2, offset=2),
    },
}


def cases() -> list[Path]:
    """The folders of all cases of the stores."""
    return sorted(path for source in PARSERS for path in (PAYLOADS / source).iterdir())


def body_of(case: Path) -> bytes:
    """The one input of a case."""
    [path] = case.glob("input.*")
    return path.read_bytes()


def parse(case: Path, body: bytes) -> Any:
    """What the parser of a case makes of a body."""
    result = PARSERS[case.parent.name][case.name.partition("_")[0]](body)
    return result if is_dataclass(result) else list(result)


def as_json(result: Any) -> Any:
    """The result as ``output.json`` holds it: without what is not known."""
    if isinstance(result, list):
        return [each if isinstance(each, str) else as_json(each) for each in result]
    values = asdict(result)
    if "reviews" in values:
        values["reviews"] = [_known(each) for each in values["reviews"]]
    return json.loads(json.dumps(_known(values), default=_day))


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, ())}


def _day(value: date) -> str:
    return value.isoformat()
