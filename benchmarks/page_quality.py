"""The verdicts of adverts and of pages with one advert each, on labelled posts: accused and missed.

JSON Lines as ``benchmarks/text_quality.py`` reads them: the title is the page's name, the text its
advert, the address where it leads. Nothing is known of where they lead, and the register is empty:
the words decide alone. Prints one JSON object; ends with 1 when anybody is accused wrongly.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.text_quality import (  # noqa: E402
    ACCUSING as ACCUSING_TEXTS,
)
from benchmarks.text_quality import (  # noqa: E402
    INVENTED,
    SHARED,
    read_labelled,
)
from crawler.records import (  # noqa: E402
    ACCUSING,
    Match,
    MatchKind,
    Presence,
    PublishedText,
    Sighting,
    VerdictKind,
)
from matchers.lexicon import load_lexicon  # noqa: E402
from matchers.licensees import Licensees  # noqa: E402
from matchers.verdict.page_evidence import gather_page  # noqa: E402
from matchers.verdict.pages import decide_page  # noqa: E402
from matchers.verdict.rules import Rules  # noqa: E402

SETS = (SHARED / "posts_labelled.jsonl", INVENTED / "posts.jsonl", INVENTED / "posts_servers.jsonl")
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_NOBODY = Match(id="", kind=MatchKind.NO_ENTRY, score=0.0, entry=None)
_LEXICON, _RULES, _LICENSEES = load_lexicon(), Rules(), Licensees((), aliases=())


def score(labelled: Iterable[tuple[PublishedText, str, str]]) -> dict[str, Any]:
    """How many adverts and pages are accused: of those labelled so, and wrongly."""
    told: dict[str, Any] = {"offers": 0, "others": 0}
    found: dict[str, Any] = {f"{what}_{how}": 0 for what in _SEEN for how in _COUNTED}
    missed: list[str] = []
    for text, kind, label in labelled:
        offer = label in ACCUSING_TEXTS
        told["offers" if offer else "others"] += 1
        for what, verdict in judged(text).items():
            if verdict in ACCUSING:
                found[f"{what}_accused" if offer else f"{what}_accused_wrongly"] += 1
            elif verdict is VerdictKind.UNSURE:
                found[f"{what}_unsure" if offer else f"{what}_unsure_wrongly"] += 1
            if (verdict in ACCUSING) is not offer:
                missed.append(f"{text.id} {kind}: {what} {verdict}")
    return told | found | {"missed": missed}


_SEEN = ("advert", "page")
_COUNTED = ("accused", "unsure", "accused_wrongly", "unsure_wrongly")


def judged(text: PublishedText) -> dict[str, VerdictKind]:
    """The verdicts of the text as an advert, and of a page that shows it."""
    advert = _sighting(
        "fbad:9100000000000001",
        publisher=text.title or None,
        text=text.text,
        outlinks=(text.url,) if text.url else (),
    )
    page = _sighting("fbpage:910000000000001", title=text.title or None)
    return {"advert": _verdict(advert), "page": _verdict(page, advert)}


def _sighting(subject: str, **fields: Any) -> Sighting:
    return Sighting(
        subject=subject,
        source="captures",
        market="vn",
        seen_at=_NOW,
        presence=Presence.PRESENT,
        facts={"country": "VN"},
        **fields,
    )


def _verdict(sighting: Sighting, *adverts: Sighting) -> VerdictKind:
    evidence = gather_page(
        sighting,
        (sighting,),
        adverts,
        match=_NOBODY,
        standings={},
        copied_text=None,
        lexicon=_LEXICON,
        rules=_RULES,
        licensees=_LICENSEES,
        approved={},
    )
    return decide_page(evidence, _RULES, now=_NOW, fingerprint="").kind


def main() -> int:
    """Reads the options, judges, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="default: shared and invented posts")
    files = parser.parse_args().files or [path for path in SETS if path.exists()]
    reports = {path.name: score(read_labelled(path)) for path in files}
    print(json.dumps(reports, ensure_ascii=False, indent=1))
    wrongly = (report[f"{what}_accused_wrongly"] for report in reports.values() for what in _SEEN)
    return 1 if any(wrongly) else 0


if __name__ == "__main__":
    sys.exit(main())
