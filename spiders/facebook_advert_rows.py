"""One advert of the Ad Library's pages, in the shapes of today, of 2021, and without a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from crawler.facebook import read_id
from crawler.records import Presence, Sighting
from spiders.facebook_reading import (
    AnswerSeen,
    is_template,
    listed,
    objects,
    outlinks,
    page_names,
    snaked,
    truth,
)
from spiders.shapes import as_count, as_mapping, as_number, as_text, changed, day_of, known, plain

AD_KEYS = ("ad_archive_id", "adArchiveID")
_PERSON = "PERSON_PROFILE"
_CARDS_AT_MOST = 50


def parse_advert(row: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """The advert, and its page as far as the advert shows it."""
    ad = snaked(row)
    shown = ad.get("snapshot")
    snapshot = ad if shown is None else snaked(as_mapping(shown, seen.source, "snapshot"))
    number = read_id(ad.get("ad_archive_id"))
    if number is None:
        raise changed(seen.source, f"ad_archive_id is {ad.get('ad_archive_id')!r:.40}")
    page = read_id(ad.get("page_id")) or read_id(snapshot.get("page_id"))
    name = _text(ad, "page_name", seen) or _text(snapshot, "page_name", seen)
    yield _advert(number, page, name, ad, snapshot, seen)
    if page is not None:
        yield _page(page, name, ad, snapshot, seen)


def _advert(
    number: str,
    page: str | None,
    name: str | None,
    ad: Mapping[str, Any],
    snapshot: Mapping[str, Any],
    seen: AnswerSeen,
) -> Sighting:
    source = seen.source
    cards = [_card(card, seen) for card in objects(snapshot.get("cards"))][:_CARDS_AT_MOST]
    title, body = _text(snapshot, "title", seen), _body(snapshot.get("body"), seen)
    extra = [_body(one, seen) for one in listed(snapshot.get("extra_texts"))]
    links, campaign = outlinks(_links(snapshot, cards, seen), body, *extra)
    started, ended = (as_number(ad.get(key), source, key) for key in ("start_date", "end_date"))
    last = day_of(ended, source, "end_date")
    facts = {
        "layer": "advert",
        "active": truth(ad.get("is_active")),
        "last_shown": last.isoformat() if last else None,
        "platforms": _platforms(ad.get("publisher_platform")),
        "collation_id": _collation(ad, snapshot),
        "collation_count": as_count(_first(ad, snapshot, "collation_count"), source, "count"),
        "display_format": _upper(_text(snapshot, "display_format", seen)),
        "caption": _text(snapshot, "caption", seen),  # the shown domain: it can lie
        "description": _text(snapshot, "link_description", seen),
        "cta_text": _text(snapshot, "cta_text", seen),
        "cta_type": _text(snapshot, "cta_type", seen),
        "templates": [text for text in (title, body) if is_template(text)] or None,
        "cards": cards or None,
        "extra_texts": [text for text in extra if text] or None,
        "campaign": campaign or None,
        "byline": _text(snapshot, "byline", seen) or None,
        "media": _media(snapshot),
        "reach": _reach(ad),
        "partial": _gated(ad) or None,
        **seen.facts,
    }
    return Sighting(
        subject=f"fbad:{number}",
        source=source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=Presence.PRESENT,
        title=_own(title, [card.get("title") for card in cards][:1]),
        publisher=name,
        publisher_id=page,
        url=f"https://www.facebook.com/ads/library/?id={number}",
        text=_own(body, [card.get("body") for card in cards]),
        released=day_of(started, source, "start_date"),
        found_by=_found_by(seen),
        evidence=seen.evidence,
        outlinks=links,
        facts=known(facts),
    )


def _page(
    page: str,
    name: str | None,
    ad: Mapping[str, Any],
    snapshot: Mapping[str, Any],
    seen: AnswerSeen,
) -> Sighting:
    told = {truth(one.get("page_is_deleted")) for one in (ad, snapshot)}
    deleted = True in told
    address = _text(snapshot, "page_profile_uri", seen)
    person = is_person(snapshot) or is_person(ad)
    categories = _categories(snapshot.get("page_categories"), seen)
    facts: dict[str, Any] = {
        "layer": "advert",
        "deleted": deleted or None,
        "person": person or None,
    }
    if not person:
        likes = as_count(snapshot.get("page_like_count"), seen.source, "page_like_count")
        facts |= {
            "address_seen": address,
            **page_names(address, page),
            "likes": likes,
            "categories": categories or None,
        }
    return Sighting(
        subject=f"fbpage:{page}",
        source=seen.source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=presence_of(told),
        title=name,
        url=f"https://www.facebook.com/{page}",
        genre=None if person else next(iter(categories), None),
        found_by=_found_by(seen),
        evidence=seen.evidence,
        facts=known(facts),
    )


def presence_of(told: Collection[bool | None]) -> Presence:
    """What ``page_is_deleted`` says of a page; where it is not said, nothing is known."""
    if True in told:
        return Presence.GONE
    return Presence.PRESENT if False in told else Presence.UNKNOWN


def is_person(row: Mapping[str, Any]) -> bool:
    """Whether a row says that a person stands there, not a page."""
    kinds = (row.get("entity_type"), row.get("page_entity_type"))
    return _PERSON in map(_upper, kinds) or row.get("is_person_profile") is True


def _card(card: Mapping[str, Any], seen: AnswerSeen) -> dict[str, str]:
    told = {
        "title": _text(card, "title", seen),
        "body": _body(card.get("body"), seen),
        "caption": _text(card, "caption", seen),
        "link": _text(card, "link_url", seen),
    }
    return {name: value for name, value in told.items() if value}


def _links(
    snapshot: Mapping[str, Any], cards: list[dict[str, str]], seen: AnswerSeen
) -> Iterator[str]:
    if link := _text(snapshot, "link_url", seen):
        yield link
    for card in cards:
        if "link" in card:
            yield card["link"]
    yield from (one for one in listed(snapshot.get("extra_links")) if isinstance(one, str))


def _own(text: str | None, instead: list[str | None]) -> str | None:
    """The text, or where it is a template what the cards say in its place."""
    if not is_template(text):
        return text
    return "\n".join(dict.fromkeys(one for one in instead if one and not is_template(one))) or None


def _body(value: Any, seen: AnswerSeen) -> str | None:
    """A text that stands as it is, as ``{"text"}``, or as the markup of 2021."""
    if isinstance(value, dict):
        if isinstance(markup := value.get("markup"), dict):
            return plain(as_text(markup.get("__html"), seen.source, "body.markup"))
        value = value.get("text")
    return as_text(value, seen.source, "body")


def _text(row: Mapping[str, Any], key: str, seen: AnswerSeen) -> str | None:
    text = as_text(row.get(key), seen.source, key)
    return text.strip() if text is not None else None


def _categories(value: Any, seen: AnswerSeen) -> list[str]:
    found = list(value.values()) if isinstance(value, dict) else listed(value)
    named = (as_text(one, seen.source, "page_categories") for one in found)
    return [name for name in named if name]


def _platforms(value: Any) -> list[str] | None:
    return sorted({one.upper() for one in listed(value) if isinstance(one, str)}) or None


def _collation(ad: Mapping[str, Any], snapshot: Mapping[str, Any]) -> str | None:
    return read_id(_first(ad, snapshot, "collation_id"))


def _first(ad: Mapping[str, Any], snapshot: Mapping[str, Any], key: str) -> Any:
    return ad[key] if ad.get(key) is not None else snapshot.get(key)


def _media(snapshot: Mapping[str, Any]) -> dict[str, int] | None:
    """How many pictures and films: their addresses are signed and soon expire."""
    counts = {
        kind: len(listed(snapshot.get(kind))) + len(listed(snapshot.get(f"extra_{kind}")))
        for kind in ("images", "videos")
    }
    return {kind: count for kind, count in counts.items() if count} or None


def _reach(ad: Mapping[str, Any]) -> dict[str, Any] | None:
    impressions = ad.get("impressions_with_index")
    told = {
        "impressions": snaked(impressions).get("impressions_text")
        if isinstance(impressions, dict)
        else None,
        "spend": ad.get("spend"),
        "currency": ad.get("currency"),
        "estimate": ad.get("reach_estimate"),
        "countries": ad.get("targeted_or_reached_countries"),
    }
    return {name: value for name, value in told.items() if value} or None


def _gated(ad: Mapping[str, Any]) -> bool:
    """Whether Facebook holds back a part of the advert."""
    gate = _upper(ad.get("gated_type"))
    hidden = _upper(ad.get("hide_data_status"))
    held = gate not in (None, "ELIGIBLE") or hidden not in (None, "NONE")
    return held or ad.get("contains_sensitive_content") is True


def _found_by(seen: AnswerSeen) -> str | None:
    query = seen.facts.get("query")
    return f"search:{query}" if query else None


def _upper(value: Any) -> str | None:
    return value.upper() if isinstance(value, str) else None
