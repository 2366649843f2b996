"""The words of two names that agree and differ, as sentences that a lawyer can read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from crawler.records import Candidate, Listing, Reason
from matchers.names import added_words, is_added
from matchers.publishers import read_publisher
from matchers.reasons import reason, worded
from matchers.verdict.firms import Firm, read_firm
from matchers.verdict.readings import How
from matchers.verdict.texts import Text, is_version, read_title, runs
from matchers.verdict.tokens import Aligned, align

Words = tuple[str, str]  # Vietnamese, English

_OF_PUBLISHER = frozenset({"other_publisher", "publisher_half"})  # rules that quote the account
_LONGEST_NAME = 160  # letters of a name that one sentence shows
_LONGEST_QUOTE = 60
_MOST_QUOTES = 4  # of one kind
_LONGEST_PHRASE = 5  # words that stores add together


def explained(
    rule: str, listing: Listing, found: Candidate, *, publisher: bool = True, deep: bool = True
) -> Reason:
    """The rule's reason for an entry, with how the words of both names agree and differ.

    ``publisher``: the publishers are compared too. ``deep``: words of the titles are also looked
    for in other writings.
    """
    of_publisher = rule in _OF_PUBLISHER
    quote = listing.publisher if of_publisher else listing.title
    vi, en = _compared(listing, found, publisher=publisher, deep=deep)
    return reason(
        rule,
        field="publisher" if of_publisher else "title",
        quote=quote,
        entry=found.entry,
        agreed=found.agreed,
        differed=found.differed,
        title=shown(found.title),
        holder=shown(found.publisher),
        shown=shown(quote or ""),
        compared_vi=vi,
        compared_en=en,
    )


def _compared(listing: Listing, found: Candidate, *, publisher: bool, deep: bool) -> Words:
    account = listing.publisher or ""
    words_vi, words_en = title_words(
        listing.title, found.title, account, found.publisher, deep=deep
    )
    filled = {"words_vi": words_vi, "words_en": words_en}
    if not publisher:
        return worded("compared_title", filled)
    filled["firm_vi"], filled["firm_en"] = firm_words(account, found.publisher)
    return worded("compared_both", filled)


def title_words(
    title: str, registered: str, account: str, holder: str, *, deep: bool = True
) -> Words:
    """Which words of a listing's title and of an entry's agree, are missing and are added.

    ``deep``: in other writings too, and what kind of words they are.
    """
    if title.casefold() == registered.casefold():
        return worded(How.EQUAL, {"words": quoted(title)})
    seen, entry = read_title(title), _read_entry(registered)
    aligned = align(seen, entry, deep=deep)
    if deep:
        differing = _differing(seen, entry, aligned, account, holder)
    else:
        differing = _left_over(seen, entry, aligned)
    return _joined([*_agreeing(seen, entry, aligned), *differing])


@lru_cache(maxsize=32_768)
def firm_words(account: str, holder: str) -> Words:
    """Which words of an account's and a licensee's name agree; legal form and trade apart."""
    if not account.strip():
        return worded("firm_unnamed", {})
    seen, registered = read_firm(account), read_firm(holder)
    if not seen.text.own or not registered.text.own:
        if _glued(seen) != _glued(registered):
            bare = account if not seen.text.own else holder
            return worded("firm_only_common", {"words": quoted(bare)})
        seen, registered = _with_common(seen), _with_common(registered)
    return _joined(list(_firms(seen, registered)))


def quoted(text: str) -> str:
    """The words in quotes, as ``shown``."""
    return f"“{shown(text, _LONGEST_QUOTE)}”"


def shown(text: str, longest: int = _LONGEST_NAME) -> str:
    """One bounded line without what moves or hides letters."""
    if len(text) <= longest and text.isprintable() and "  " not in text and text == text.strip():
        return text
    text = text[: 4 * longest]
    if len(text) <= longest and text.isprintable() and "  " not in text:
        return text.strip()
    if not text.isprintable():
        text = "".join(map(_printable, text))
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    return "" if unicodedata.category(char) in ("Cf", "Cs", "Co", "Cn") else " "


@lru_cache(maxsize=32_768)
def _read_entry(title: str) -> Text:
    return read_title(title)


def _agreeing(seen: Text, entry: Text, aligned: Aligned) -> Iterator[Words]:
    equal = [link for link in aligned.links if link.how is How.EQUAL]
    if equal:
        yield _told(How.EQUAL, (seen.run(link.seen, link.seen_size) for link in equal))
    others = [link for link in aligned.links if link.how is not How.EQUAL]
    for link in others[:_MOST_QUOTES]:
        words = seen.run(link.seen, link.seen_size)
        bare = link.how is How.MARKS and words.isascii()
        registered = entry.run(link.registered, link.registered_size)
        filled = {"words": quoted(words), "registered": quoted(registered)}
        yield worded(How.BARE if bare else link.how, filled)
    if not aligned.links:
        yield worded("words_none", {})
    elif any(
        one.registered > other.registered
        for one, other in zip(aligned.links, aligned.links[1:], strict=False)
    ):
        yield worded("words_reordered", {})


def _left_over(seen: Text, entry: Text, aligned: Aligned) -> Iterator[Words]:
    yield from _numbers(seen, entry, aligned)
    if seen.whole:
        yield from _of("words_missing", entry, _no_numbers(entry, aligned.missing))
    else:
        yield worded("words_unread", {})
    yield from _of("words_more", seen, _no_numbers(seen, aligned.more))


def _differing(
    seen: Text, entry: Text, aligned: Aligned, account: str, holder: str
) -> Iterator[Words]:
    yield from _numbers(seen, entry, aligned)
    missing = _no_numbers(entry, aligned.missing)
    platform = [place for place in missing if is_added(entry.keys[place], ahead=False)]
    if seen.whole:
        yield from _of("words_missing", entry, [at for at in missing if at not in platform])
        yield from _of("words_missing_platform", entry, platform)
    else:
        yield worded("words_unread", {})
    more = _no_numbers(seen, aligned.more)
    if not more:
        return
    added = _added(seen, more)
    more = [place for place in more if place not in added]
    names = _names(account, holder) if more else frozenset()
    own = [place for place in more if seen.keys[place] in names]
    yield from _of("words_more", seen, [place for place in more if place not in own])
    yield from _of("words_of_publisher", seen, own)
    yield from _of("words_added", seen, sorted(added))


def _no_numbers(text: Text, places: Sequence[int]) -> list[int]:
    return [place for place in places if not text.keys[place].isdigit()]


def _numbers(seen: Text, entry: Text, aligned: Aligned) -> Iterator[Words]:
    """Numbers tell games apart, so they stand for themselves."""
    more = [seen.word(place) for place in aligned.more if seen.keys[place].isdigit()]
    missing = [entry.word(place) for place in aligned.missing if entry.keys[place].isdigit()]
    if more and missing:
        yield worded("numbers_differ", {"words": _quotes(more), "registered": _quotes(missing)})
    elif more:
        yield _told("numbers_more", more)
    elif missing:
        yield _told("numbers_missing", missing)


def _added(seen: Text, more: Sequence[int]) -> Set[int]:
    """Places of the words that stores and fanpages add: a whole part, a phrase, a version."""
    known = added_words()
    found = {place for place in more if _is_version(seen, place)}
    if not any(seen.keys[place] in known for place in more):
        return found
    for first, end in _within_parts(seen, more):
        if _is_part(seen, first, end) and all(key in known for key in seen.keys[first:end]):
            found.update(range(first, end))
            continue
        place = first
        while place < end:
            ahead = all(before in found for before in range(place))
            sizes = range(min(_LONGEST_PHRASE, end - place), 0, -1)
            phrases = ((n, " ".join(seen.keys[place : place + n])) for n in sizes)
            taken = next((n for n, phrase in phrases if is_added(phrase, ahead=ahead)), 0)
            found.update(range(place, place + taken))
            place += taken or 1
    return found


def _is_version(seen: Text, place: int) -> bool:
    return not seen.keys[place].isalpha() and is_version(seen.word(place))


def _within_parts(seen: Text, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Words beside each other with no separator between them: first place, and behind the last."""
    for first, size in runs(places):
        cuts = [at for at in range(first + 1, first + size) if _parted(seen, at)]
        yield from zip([first, *cuts], [*cuts, first + size], strict=True)


def _is_part(seen: Text, first: int, end: int) -> bool:
    """Whether separators part these words from a name before them."""
    behind = end == len(seen.spans) or _parted(seen, end)
    return first > 0 and _parted(seen, first) and behind


def _parted(seen: Text, place: int) -> bool:
    between = seen.text[seen.spans[place - 1][1] : seen.spans[place][0]]
    return not between.isspace()


def _names(account: str, holder: str) -> Set[str]:
    """The words of both publishers' names: accounts put them before and behind their games."""
    return {word for name in (account, holder) for word in read_publisher(name).key.split()}


def _firms(seen: Firm, registered: Firm) -> Iterator[Words]:
    aligned = align(seen.text, registered.text)
    if not aligned.links:
        yield worded("firm_none", {})
        shared = {registered.text.keys[place] for place in registered.common}
        common = [place for place in seen.common if seen.text.keys[place] in shared]
        yield from _of("firm_common", seen.text, common)
        return
    yield from _agreeing(seen.text, registered.text, aligned)
    yield from _of("words_missing", registered.text, aligned.missing)
    yield from _of("words_more", seen.text, aligned.more)
    one, other = seen.publisher.trade, registered.publisher.trade
    if not (one <= other or other <= one):
        filled = {"words": _common(seen), "registered": _common(registered)}
        yield worded("firm_trades_differ", filled)
    else:
        yield from _both("firm_set_aside", seen, seen.common, registered, registered.common)
    yield from _both("firm_legal", seen, seen.legal, registered, registered.legal)


def _common(firm: Firm) -> str:
    return _quotes(firm.text.run(*run) for run in runs(firm.common))


def _both(
    rule: str, seen: Firm, some: Sequence[int], registered: Firm, others: Sequence[int]
) -> Iterator[Words]:
    """The words of both names, each once."""
    words = [seen.text.run(*run) for run in runs(some)]
    words += [registered.text.run(*run) for run in runs(others)]
    once = {word.casefold(): word for word in reversed(words)}
    if once:
        yield _told(rule, list(once.values())[::-1])


def _with_common(firm: Firm) -> Firm:
    """A name of common words only is compared by them."""
    own = sorted({*firm.text.own, *firm.common})
    return firm._replace(text=firm.text.choose(own), common=())


def _glued(firm: Firm) -> str:
    return firm.publisher.key.replace(" ", "")


def _of(rule: str, text: Text, places: Sequence[int]) -> Iterator[Words]:
    if places:
        yield _told(rule, (text.run(*run) for run in runs(places)))


def _told(rule: str, words: Iterable[str]) -> Words:
    return worded(rule, {"words": _quotes(words)})


def _quotes(words: Iterable[str]) -> str:
    several = list(words)
    told = ", ".join(map(quoted, several[:_MOST_QUOTES]))
    return told if len(several) <= _MOST_QUOTES else f"{told} …"


def _joined(told: Sequence[Words]) -> Words:
    return "; ".join([vi for vi, _ in told]), "; ".join([en for _, en in told])
