"""One page: fields of the Graph, rows of the search by name, the box "about this page"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from crawler.facebook import read_id, read_vanity
from crawler.records import Presence, Sighting
from spiders.facebook_advert_rows import is_person, presence_of
from spiders.facebook_reading import (
    AnswerSeen,
    listed,
    objects,
    outlinks,
    page_names,
    snaked,
    truth,
)
from spiders.shapes import as_count, as_mapping, as_number, as_text, changed, day_of, known

_GRAPH_ONLY = (
    *("username", "about", "bio", "category", "category_list", "fan_count", "followers_count"),
    *("verification_status", "is_verified", "is_published", "is_unclaimed", "link", "website"),
    *("has_transitioned_to_new_page_experience", "talking_about_count", "start_info"),
)
_GRAPH_TEXTS = ("about", "bio", "description", "general_info")
# Kept as they come: counts and names that no rule reads yet.
_GRAPH_FACTS = (
    *("fan_count", "followers_count", "talking_about_count", "were_here_count", "checkins"),
    *("verification_status", "is_verified", "is_published", "is_unclaimed", "start_info"),
    *("founded", "location", "global_brand_root_id", "global_brand_page_name", "emails"),
    *("has_transitioned_to_new_page_experience", "is_eligible_for_branded_content"),
    *("display_subtext", "can_checkin", "engagement"),
)


def is_graph_page(row: Mapping[str, Any]) -> bool:
    """Whether a row is a page as the Graph gives it."""
    return read_id(row.get("id")) is not None and "name" in row and _has_any(row)


def _has_any(row: Mapping[str, Any]) -> bool:
    return any(key in row for key in _GRAPH_ONLY)


def parse_graph_page(row: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """A page by the fields that were asked for and permitted."""
    source = seen.source
    page = _number(row.get("id"), seen)
    username = as_text(row.get("username"), source, "username")
    texts = [as_text(row.get(key), source, key) for key in _GRAPH_TEXTS]
    website = as_text(row.get("website"), source, "website")
    links, campaign = outlinks([website] if website else (), *texts)
    emails = [one for one in listed(row.get("emails")) if isinstance(one, str)]
    facts = {
        "layer": "page" if any(texts) or "category" in row else "search",
        **page_names(row.get("link"), page),
        **({"vanity": username} if username and read_vanity(username) else {}),
        "category_ids": [one.get("id") for one in objects(row.get("category_list"))] or None,
        "categories": [one.get("name") for one in objects(row.get("category_list"))] or None,
        "campaign": campaign or None,
        **{key: row.get(key) for key in _GRAPH_FACTS},
        **seen.facts,
    }
    yield Sighting(
        subject=f"fbpage:{page}",
        source=source,
        market=seen.market,
        seen_at=seen.seen_at,
        # Unpublished: only tokens of the page itself see it, everybody else sees none.
        presence=Presence.UNKNOWN if row.get("is_published") is False else Presence.PRESENT,
        title=as_text(row.get("name"), source, "name"),
        url=f"https://www.facebook.com/{page}",
        text="\n".join(dict.fromkeys(text for text in texts if text)) or None,
        genre=as_text(row.get("category"), source, "category"),
        website=website,
        email=next(iter(emails), None),
        evidence=seen.evidence,
        outlinks=links,
        facts=known(facts),
    )


def parse_suggestion(row: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """A page as the Ad Library's search by name suggests it; of a person its number alone."""
    told = snaked(row)
    name = _either(told, "name", "page_name", seen)
    yield _of_library(_number(told.get("page_id"), seen), name, told, seen, layer="search")


def parse_page_box(box: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """What "about this page" shows: history, who manages it, whether it has adverts."""
    page, told = _box(box, seen)
    number = _number(told.get("page_id") or page.get("id"), seen)
    name = _either(told, "page_name", "name", seen) or as_text(
        page.get("name"), seen.source, "name"
    )
    about = page.get("about")
    text = as_text(about.get("text"), seen.source, "about") if isinstance(about, dict) else None
    history = page.get("pages_transparency_info")
    more = _transparency(history, name, seen) if isinstance(history, dict) else {}
    created = more.pop("created", None)
    owner = page.get("confirmed_page_owner")
    if isinstance(owner, dict):
        more["owner"] = owner.get("information")
    profile = read_id(page.get("id"))
    if profile is not None and profile != number:
        more.setdefault("profile_id", profile)
    if page.get("verification_status") is not None:
        told.setdefault("verification", page["verification_status"])
    yield _of_library(
        number, name, told, seen, layer="transparency", text=text, released=created, more=more
    )


def _box(box: Mapping[str, Any], seen: AnswerSeen) -> tuple[dict[str, Any], dict[str, Any]]:
    page = snaked(as_mapping(box.get("page") or {}, seen.source, "page"))
    library = as_mapping(box.get("ad_library_page_info") or {}, seen.source, "page info")
    told = snaked(as_mapping(library.get("page_info") or {}, seen.source, "page_info"))
    transparency = page.get("pages_transparency_info")
    if isinstance(transparency, dict) and transparency.get("is_person_profile") is True:
        told["is_person_profile"] = True
    return page, told


def _of_library(
    page: str,
    name: str | None,
    told: Mapping[str, Any],
    seen: AnswerSeen,
    *,
    layer: str,
    text: str | None = None,
    released: date | None = None,
    more: Mapping[str, Any] | None = None,
) -> Sighting:
    source, person = seen.source, is_person(told)
    deleted = truth(told.get("page_is_deleted"))
    vanity = as_text(told.get("page_alias"), source, "page_alias")
    category = _either(told, "category", "page_category", seen)
    likes = told.get("likes") if told.get("likes") is not None else told.get("page_like_count")
    facts: dict[str, Any] = {
        "layer": layer,
        "deleted": deleted or None,
        "restricted": truth(told.get("page_is_restricted")) or None,
        "person": person or None,
    }
    if not person:
        facts |= {
            **page_names(told.get("page_profile_uri"), page),
            **({"vanity": vanity} if vanity and read_vanity(vanity) else {}),
            "likes": as_count(likes, source, "likes"),
            "verification": _either(told, "verification", "page_verification", seen),
            "is_verified": truth(told.get("is_verified")),
            "entity_type": as_text(told.get("entity_type"), source, "entity_type"),
            "is_profile_page": truth(told.get("is_profile_page")),
            "country": as_text(told.get("country"), source, "country"),
            "instagram": as_text(told.get("ig_username"), source, "ig_username") or None,
            "instagram_followers": as_count(told.get("ig_followers"), source, "ig_followers"),
            **(more or {}),
        }
    facts |= {key: value for key, value in seen.facts.items() if key not in facts}
    links, _ = outlinks((), None if person else text)
    return Sighting(
        subject=f"fbpage:{page}",
        source=source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=presence_of({deleted}),
        title=None if person else name,
        url=f"https://www.facebook.com/{page}",
        text=None if person else text,
        genre=None if person else category,
        released=None if person else released,
        evidence=seen.evidence,
        outlinks=links,
        facts=known(facts),
    )


def _transparency(row: Mapping[str, Any], name: str | None, seen: AnswerSeen) -> dict[str, Any]:
    told = snaked(row)
    history = [_happened(snaked(one), seen) for one in objects(told.get("history_items"))]
    places = told.get("admin_locations")
    places = snaked(places) if isinstance(places, dict) else {}
    former = [one["name"] for one in history if one.get("name") not in (None, name)]
    created = [one["day"] for one in history if one["what"] == "CREATION" and "day" in one]
    return {
        "created": date.fromisoformat(created[0]) if created else None,
        "history": history or None,
        "former_names": list(dict.fromkeys(former)) or None,
        "managers": _managers(places),
        "managers_hidden": as_count(places.get("num_opt_out"), seen.source, "num_opt_out"),
        "managers_unknown": as_count(places.get("num_unknown"), seen.source, "num_unknown"),
        "has_active_ads": truth(told.get("has_active_ads")),
        "has_run_political_ads": truth(told.get("has_run_political_ads")),
        "profile_id": read_id(told.get("linked_profile_id")),
    }


def _happened(item: Mapping[str, Any], seen: AnswerSeen) -> dict[str, str]:
    what = as_text(item.get("item_type"), seen.source, "item_type") or ""
    moment = as_number(item.get("event_time"), seen.source, "event_time")
    day = day_of(moment, seen.source, "event_time")
    name = as_text(item.get("target_name"), seen.source, "target_name")
    told = {"what": what, "day": day.isoformat() if day else None, "name": name}
    return {key: value for key, value in told.items() if value is not None}


def _managers(places: Mapping[str, Any]) -> dict[str, int] | None:
    counts = {}
    for row in objects(places.get("admin_country_counts")):
        country = row.get("country")
        name = country.get("iso_name") if isinstance(country, dict) else None
        if isinstance(name, str) and isinstance(row.get("count"), int):
            counts[name] = row["count"]
    return counts or None


def _number(value: Any, seen: AnswerSeen) -> str:
    number = read_id(value)
    if number is None:
        raise changed(seen.source, f"the number of a page is {value!r:.40}")
    return number


def _either(row: Mapping[str, Any], first: str, second: str, seen: AnswerSeen) -> str | None:
    value = row.get(first) if row.get(first) is not None else row.get(second)
    text = as_text(value, seen.source, first)
    return text.strip() if text else text
