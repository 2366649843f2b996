"""One post of a page, as a browser was given it; posts of persons are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crawler.facebook import read_id
from crawler.records import Presence, Sighting
from spiders.facebook_reading import AnswerSeen, objects, outlinks, page_of
from spiders.shapes import as_mapping, as_text, changed, known

_TIME = "CometFeedStoryMinimizedTimestampStrategy"


def is_post(value: Mapping[str, Any]) -> bool:
    """Whether an object is a post as the feed of today draws it."""
    return isinstance(value.get("comet_sections"), dict) and "content" in value["comet_sections"]


def parse_post(row: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Sighting]:
    """The page of a post, with the post's words; none for a post of a person."""
    source = seen.source
    sections = as_mapping(row["comet_sections"], source, "comet_sections")
    content = as_mapping(sections.get("content"), source, "content")
    story = as_mapping(content.get("story"), source, "story")
    actor = next(objects(story.get("actors")), None)
    if actor is None:
        raise changed(source, "a post names nobody who wrote it")
    if is_persons(actor):
        return
    page = page_of(actor.get("url")) or page_of(actor.get("id"))
    if page is None:
        raise changed(source, "a post names no page that wrote it")
    message = story.get("message")
    text = as_text(message.get("text"), source, "message") if isinstance(message, dict) else None
    links, campaign = outlinks(_attached(story.get("attachments")), text)
    post = {
        "id": read_id(story.get("post_id")),
        "url": as_text(story.get("wwwURL"), source, "wwwURL"),
        "posted": _posted(sections),
    }
    yield Sighting(
        subject=page,
        source=source,
        market=seen.market,
        seen_at=seen.seen_at,
        presence=Presence.PRESENT,
        title=as_text(actor.get("name"), source, "name"),
        url=as_text(actor.get("url"), source, "url"),
        text=text,
        evidence=seen.evidence,
        outlinks=links,
        facts=known({"layer": "post", "post": known(post), "campaign": campaign or None}),
    )


def is_of_person(value: object) -> bool:
    """Whether a value is a post that a person wrote."""
    for key in ("comet_sections", "content", "story"):
        value = value.get(key) if isinstance(value, dict) else None
    actor = next(objects(value.get("actors")), None) if isinstance(value, dict) else None
    return actor is not None and is_persons(actor)


def is_persons(actor: Mapping[str, Any]) -> bool:
    """Whether who wrote a post is a person: Facebook says so, and names no page behind it."""
    return actor.get("__typename") == "User" and not actor.get("delegate_page")


def _attached(value: Any) -> Iterator[str]:
    """The addresses that a post carries, wherever they stand in its attachments."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield from (link for key, link in one.items() if key == "url" and isinstance(link, str))
            waiting += one.values()


def _posted(sections: Mapping[str, Any]) -> str | None:
    """When it was posted, by the one part of its head that says so."""
    waiting: list[Any] = [sections.get("context_layout")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            story = one.get("story")
            if one.get("__typename") == _TIME and isinstance(story, dict):
                return _moment(story.get("creation_time"))
            waiting += one.values()
    return None


def _moment(value: Any) -> str | None:
    if not isinstance(value, int) or not 0 < value < 253_402_300_800:
        return None
    return datetime.fromtimestamp(value, UTC).isoformat()
