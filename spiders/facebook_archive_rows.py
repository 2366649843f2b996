"""One advert of Meta's ``ads_archive`` interface: today's lists, and the single texts of before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.facebook import read_id
from crawler.records import Presence, Sighting
from spiders.facebook_reading import AnswerSeen, is_template, objects, outlinks
from spiders.shapes import as_list, as_text, changed, known

# The field of today, and the single one that it replaced.
_TEXTS = {
    "body": ("ad_creative_bodies", "ad_creative_body"),
    "title": ("ad_creative_link_titles", "ad_creative_link_title"),
    "caption": ("ad_creative_link_captions", "ad_creative_link_caption"),
    "description": ("ad_creative_link_descriptions", "ad_creative_link_description"),
}
# Kept as they come: figures and shares that only political adverts and those of the EU have.
_AS_THEY_COME = (
    *("languages", "bylines", "currency", "spend", "impressions", "estimated_audience_size"),
    *("demographic_distribution", "delivery_by_region", "region_distribution", "eu_total_reach"),
    *("age_country_gender_reach_breakdown", "beneficiary_payers", "target_ages", "target_gender"),
    "target_locations",
)


def is_archived(row: Mapping[str, Any]) -> bool:
    """Whether a row is an advert of this interface."""
    return any(key.startswith(("ad_creative_", "ad_snapshot_url", "ad_delivery_")) for key in row)


def parse_archived(row: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """The advert, and its page where it is named."""
    number = read_id(row.get("id")) or _number_in(row.get("ad_snapshot_url"))
    if number is None:
        raise changed(seen.source, "an advert of ads_archive has no number")
    page = read_id(row.get("page_id"))
    name = as_text(row.get("page_name"), seen.source, "page_name")
    texts = {what: _texts(row, keys, seen) for what, keys in _TEXTS.items()}
    links, campaign = outlinks((), *texts["body"])
    platforms = as_list(row.get("publisher_platforms", []), seen.source, "publisher_platforms")
    facts = {
        "layer": "archive",
        "last_shown": _iso(row.get("ad_delivery_stop_time"), seen),
        "created": _iso(row.get("ad_creation_time"), seen),
        "platforms": sorted({str(one).upper() for one in platforms}) or None,
        "caption": "\n".join(texts["caption"]) or None,
        "description": "\n".join(texts["description"]) or None,
        "templates": [one for key in ("title", "body") for one in texts[key] if is_template(one)]
        or None,
        "campaign": campaign or None,
        **{name: row.get(name) for name in _AS_THEY_COME},
        **_question(row, seen),
    }
    yield Sighting(
        subject=f"fbad:{number}",
        source=seen.source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=Presence.PRESENT,
        title=_own(texts["title"][:1]),
        publisher=name,
        publisher_id=page,
        url=f"https://www.facebook.com/ads/library/?id={number}",
        text=_own(texts["body"]),
        released=_day(row.get("ad_delivery_start_time"), seen),
        evidence=seen.evidence,
        outlinks=links,
        facts=known(facts),
    )
    if page is not None:
        yield Sighting(
            subject=f"fbpage:{page}",
            source=seen.source,
            market=seen.market,
            seen_at=seen.seen_at,
            # An archive of seven years: that the advert is kept says nothing of the page today.
            presence=Presence.UNKNOWN,
            title=name,
            url=f"https://www.facebook.com/{page}",
            evidence=seen.evidence,
            facts={"layer": "archive"},
        )


def _question(row: Mapping[str, Any], seen: AnswerSeen) -> dict[str, Any]:
    """What was asked; not the country where the row names only others.

    Users got adverts of other countries too (facebook.md §2), and the country asked for is a tie.
    """
    reached = {
        str(one["country"])
        for one in objects(row.get("age_country_gender_reach_breakdown"))
        if one.get("country")
    }
    asked = dict(seen.facts)
    if reached and asked.get("country") not in reached:
        asked.pop("country", None)
    return asked


def _texts(row: Mapping[str, Any], keys: tuple[str, str], seen: AnswerSeen) -> list[str]:
    several, single = keys
    values = as_list(row[several], seen.source, several) if several in row else [row.get(single)]
    texts = (as_text(value, seen.source, several) for value in values)
    return list(dict.fromkeys(text for text in texts if text))


def _own(texts: list[str]) -> str | None:
    """The texts of all versions that are no templates; None where there are none."""
    return "\n\n".join(text for text in texts if not is_template(text)) or None


def _number_in(address: Any) -> str | None:
    if not isinstance(address, str):
        return None
    try:
        return read_id(parse_qs(urlsplit(address).query).get("id", [""])[0])
    except ValueError:
        return None


def _day(value: Any, seen: AnswerSeen) -> date | None:
    text = as_text(value, seen.source, "a day")
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise changed(seen.source, f"{text[:40]!r} is no day") from error


def _iso(value: Any, seen: AnswerSeen) -> str | None:
    day = _day(value, seen)
    return day.isoformat() if day else None
