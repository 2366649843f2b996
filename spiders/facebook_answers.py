"""JSON of Facebook in any wrapping: known parts are found by their keys, never by a path."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from crawler.errors import PayloadChanged
from crawler.records import Sighting
from spiders.facebook_advert_rows import AD_KEYS, parse_advert
from spiders.facebook_archive_rows import is_archived, parse_archived
from spiders.facebook_page_rows import (
    is_graph_page,
    parse_graph_page,
    parse_page_box,
    parse_suggestion,
)
from spiders.facebook_posts import is_post, parse_post
from spiders.facebook_reading import AnswerSeen, Reading, Sign, joined, objects, truth
from spiders.facebook_signs import sign_of_error
from spiders.shapes import storable

_FIELDS = tuple(field.name for field in fields(Sighting))
_GUARD = "for (;;);"  # before an answer, against being read by other sites
_CAPTCHA = "xfb_ad_library_is_captcha_required"
CONNECTION = ("search_results_connection", "searchResultsConnection")
_SUGGESTIONS = (
    *("typeahead_suggestions", "typeaheadSuggestions"),
    *("typeahead_suggestions_connection", "typeaheadSuggestionsConnection"),
)
_SUGGESTION_LISTS = ("page_results", "pageResults", "edges")
_PAGE_BOX = "ad_library_page_info"
_HISTORY = "pages_transparency_info"
KEYS = (*CONNECTION, *_SUGGESTIONS, *AD_KEYS, _PAGE_BOX, _HISTORY)

_Parser = Callable[[Mapping[str, Any], AnswerSeen], Iterator[Sighting]]


def read_answer(text: str, seen: AnswerSeen) -> Reading:
    """What one answer holds: JSON, or several documents of it one a line, guarded or not."""
    found = list(_read_documents(text, seen))
    return joined(found) if found else Reading(unread=1)


def _read_documents(text: str, seen: AnswerSeen) -> Iterator[Reading]:
    text = text.strip().removeprefix("\ufeff").removeprefix(_GUARD)
    try:
        documents = [json.loads(text)]
    except (ValueError, RecursionError):
        documents = []
        for line in filter(None, map(str.strip, text.splitlines())):
            try:
                documents.append(json.loads(line.removeprefix(_GUARD)))
            except (ValueError, RecursionError):
                yield Reading(unread=1)
    for document in documents:
        yield read_document(document, seen)


def read_document(document: Any, seen: AnswerSeen) -> Reading:
    """What one JSON value holds; one without any known part is counted as unread."""
    rows = [_row(page, parse_graph_page, seen) for page in _graph_pages(document)]
    try:
        found = joined(rows or _parts(document, seen))
    except RecursionError:  # known parts one inside the other, a thousand deep: made to harm
        return Reading(unread=1)
    return found if found.known else joined([found, Reading(unread=1)])


def _graph_pages(document: Any) -> list[Mapping[str, Any]]:
    """The pages of an answer of the Graph: itself, its rows, or one under each number asked for.

    Deeper down an object with a number and a name may be anybody, persons too.
    """
    if not isinstance(document, dict):
        return []
    inside = document.get("data")
    rows = inside if isinstance(inside, list) else [document, *document.values()]
    return [row for row in objects(rows) if is_graph_page(row)]


def _parts(document: Any, seen: AnswerSeen) -> Iterator[Reading]:
    """The known parts of a JSON value, each read once; what lies between them is passed over."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
            continue
        if not isinstance(value, dict):
            continue
        part = _read_object(value, seen)
        if part is not None:
            yield part
        if part is None or not part.known:
            waiting += reversed([child for child in value.values() if child])


def _read_object(value: dict[str, Any], seen: AnswerSeen) -> Reading | None:
    """What an object is of itself; None: it only holds others."""
    for is_one, parse in _ROWS:
        if is_one(value):
            return _row(value, parse, seen)
    parts = [*_connections(value, seen), *_errors(value)]
    if value.get(_CAPTCHA) is True:
        parts.append(Reading(signs=frozenset({Sign.CHALLENGE}), known=True))
    if value.get("data") == [] and len(value) <= 2:
        parts.append(Reading(known=True))  # the Graph's own "nothing"
    if not parts:
        return None
    inside = [child for key, child in value.items() if key not in _READ_HERE]
    return joined([*parts, *(each for child in inside for each in _parts(child, seen))])


def _row(value: Mapping[str, Any], parse: _Parser, seen: AnswerSeen) -> Reading:
    """One row; what does not fit is counted, and its bytes are kept like all others."""
    try:
        sightings = tuple(_storable(one) for one in parse(value, seen))
        return Reading(sightings=sightings, people=0 if sightings else 1, known=True)
    except (PayloadChanged, RecursionError):
        return Reading(unread=1, known=True)


def _storable(seen: Sighting) -> Sighting:
    """The sighting with all that is kept as it came, as ``spend``, so that a database holds it."""
    values = {name: storable(getattr(seen, name), seen.source) for name in _FIELDS}
    return replace(seen, **values)


def _connections(value: Mapping[str, Any], seen: AnswerSeen) -> Iterator[Reading]:
    for key in CONNECTION:
        if isinstance(found := value.get(key), dict):
            yield _search(found, seen)
    if {"count", "edges", "page_info"} <= value.keys():  # cut out of its answer
        yield _search(value, seen)
    for key in _SUGGESTIONS:
        if key in value:
            yield from _suggestions(value[key], seen)


def _search(connection: Mapping[str, Any], seen: AnswerSeen) -> Reading:
    """A page of results; each edge holds the versions of one advert, or none."""
    stated = connection.get("count")
    count = stated if isinstance(stated, int) and not isinstance(stated, bool) else None
    edges = connection.get("edges")
    if not isinstance(edges, list):
        return Reading(unread=1, stated=count, known=True)
    rows = list(_parts(edges, seen))
    emptied = bool(count) and not edges
    signs = frozenset({Sign.EMPTIED}) if emptied else frozenset()
    told = connection.get("page_info")
    more = truth(told.get("has_next_page")) if isinstance(told, dict) else None
    return joined([*rows, Reading(stated=count, more=more, signs=signs, known=True)])


def _suggestions(found: Any, seen: AnswerSeen) -> Iterator[Reading]:
    """Suggested pages: a list, an object of lists, or the edges of a connection."""
    if isinstance(found, dict):
        lists = [found[key] for key in _SUGGESTION_LISTS if key in found]
        if not lists:
            yield Reading(unread=1, known=True)
            return
    else:
        lists = [found]
    yield Reading(known=True)
    for row in (each for one in lists for each in objects(one)):
        node = row.get("node")
        yield _row(node if isinstance(node, dict) else row, parse_suggestion, seen)


def _errors(value: Mapping[str, Any]) -> Iterator[Reading]:
    errors = [*objects(value.get("errors")), *objects([value.get("error")])]
    for error in errors:
        sign = sign_of_error(error)
        if sign is not None:
            yield Reading(signs=frozenset({sign}), known=True)
        elif "code" in error:
            yield Reading(unread=1, known=True)


def _is_page_box(value: Mapping[str, Any]) -> bool:
    page = value.get("page")
    return isinstance(value.get(_PAGE_BOX), dict) or (isinstance(page, dict) and _HISTORY in page)


_ROWS: tuple[tuple[Callable[[Mapping[str, Any]], bool], _Parser], ...] = (
    (lambda value: any(key in value for key in AD_KEYS), parse_advert),
    (is_post, parse_post),
    (_is_page_box, parse_page_box),
    (is_archived, parse_archived),
)
_READ_HERE = frozenset({*CONNECTION, *_SUGGESTIONS, "edges", "error", "errors"})
