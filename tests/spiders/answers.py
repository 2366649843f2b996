"""Every recorded answer of both stores, with all that would read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from spiders.apple_charts import parse_chart as parse_apple_chart
from spiders.apple_reviews import parse_reviews as parse_apple_reviews
from spiders.apple_rows import parse_lookup
from spiders.apple_rows import parse_search as parse_apple_search
from spiders.google_play import (
    parse_app_page,
    parse_chart,
    parse_developer,
    parse_gone,
    parse_reviews,
    parse_search,
)
from spiders.play_app_page import shown_package
from spiders.shapes import read_json
from tests.spiders.damage import Reader
from tests.spiders.recorded import SEEN, recorded
from tests.spiders.test_apple_recorded import CHARTS as APPLE_CHARTS
from tests.spiders.test_apple_recorded import REVIEWS as APPLE_REVIEWS
from tests.spiders.test_apple_recorded import ROWS, answer
from tests.spiders.test_google_recorded import CHARTS, EDU, LEGACY, OTHERS, REVIEWS, SEARCHES

_NOTHING = ("apple/lookup/empty.json", "apple/search/nonexistent.json")
_REFUSED = "apple/lookup/invalid_param.json"


def body_of_answer(name: str) -> bytes:
    """The body; bare rows of Apple are put back into their envelope."""
    if name in ROWS:
        return json.dumps(answer(name), ensure_ascii=False).encode()
    return recorded(name)


def readers(name: str) -> Mapping[str, Reader]:
    """The parsers that could be given this answer, by name."""
    return _apple(name) if name.startswith("apple/") else _google(name)


def names() -> list[str]:
    """All recorded answers of stores."""
    return [
        *(*ROWS, *_NOTHING, _REFUSED, *APPLE_CHARTS, *APPLE_REVIEWS),
        *(EDU, *LEGACY, *SEARCHES, "google_play/search_legacy/search.2019-06.html.gz"),
        *(*CHARTS, "google_play/developer_legacy/zynga.2018-05.html.gz", REVIEWS, *OTHERS),
    ]


def _of_json(parse: Any, **asked: Any) -> Reader:
    return lambda body: parse(read_json(body, "test"), **asked)


def _apple(name: str) -> dict[str, Reader]:
    if name in APPLE_CHARTS:
        feed = {"feed": "topfreeapplications", "genre": 6014}
        return {"chart": _of_json(parse_apple_chart, **feed, **SEEN)}
    if name in APPLE_REVIEWS:
        return {"reviews": _of_json(parse_apple_reviews)}
    rows = json.loads(body_of_answer(name)).get("results", []) if name in ROWS else []
    asked = [str(row["trackId"]) for row in rows] or ["990000001"]
    return {
        "search": _of_json(parse_apple_search, term="x", **SEEN),
        "lookup": _of_json(parse_lookup, asked=asked, **SEEN),
    }


def _google(name: str) -> dict[str, Reader]:
    package = shown_package(recorded(name)) or "a.b"
    app: dict[str, Reader] = {"app": partial(parse_app_page, package=package, **SEEN)}
    if name == EDU or name in LEGACY:
        return app
    if name in CHARTS:
        return {"chart": partial(parse_chart, chart="x", category="GAME", **SEEN)}
    if name == REVIEWS:
        return {"reviews": parse_reviews}
    if "developer" in name:
        return {"developer": partial(parse_developer, developer="Zynga", **SEEN)}
    term = "unicorns" if "legacy" in name else "barcode"
    search: dict[str, Reader] = {"search": partial(parse_search, term=term, **SEEN)}
    if name in OTHERS:
        # What is no answer to any question must not become one.
        return {**app, **search, "gone": partial(parse_gone, package=package, **SEEN)}
    return search
