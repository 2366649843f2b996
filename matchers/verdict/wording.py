"""The words of two names that agree and differ, as sentences that a lawyer can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from crawler.records import Candidate, Listing, Reason
from matchers.names import added_words, is_added
from matchers.publishers import read_publisher
from matchers.reasons import reason, shown, worded
from matchers.verdict.firms import Firm, read_firm
from matchers.verdict.readings import How
from matchers.verdict.texts import Text, is_version, plain_words, read_title, runs
from matchers.verdict.tokens import Aligned, align

Words = tuple[str, str]  # Vietnamese, English

_OF_PUBLISHER = frozenset({"other_publisher", "publisher_half"})  # rules that quote the account
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
        return worded(How.EQUAL, {"words": quoted(title.strip())})
    seen, entry = read_title(title), _read_entry(registered)
    aligned = align(seen, entry, deep=deep)
    if not aligned.links:
        return worded("words_none", {})  # both names are quoted whole beside it
    told = _agreeing(seen, entry, aligned)
    told += _differing(seen, entry, aligned, (account, holder) if deep else ())
    return _joined(told)


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
    if len(text) <= _LONGEST_QUOTE and text.isprintable() and "  " not in text:
        return f"“{text}”"
    return f"“{shown(text, _LONGEST_QUOTE)}”"


@lru_cache(maxsize=32_768)
def _read_entry(title: str) -> Text:
    return read_title(title)


def _agreeing(seen: Text, entry: Text, aligned: Aligned) -> list[Words]:
    equal: list[str] = []
    others: list[Words] = []
    ordered, last = True, -1
    for link in aligned.links:
        ordered, last = ordered and link.registered > last, link.registered
        words = seen.run(link.seen, link.seen_size)
        if link.how is How.EQUAL:
            equal.append(words)
        elif len(others) < _MOST_QUOTES:
            bare = link.how is How.MARKS and words.isascii()
            registered = entry.run(link.registered, link.registered_size)
            filled = {"words": quoted(words), "registered": quoted(registered)}
            others.append(worded(How.BARE if bare else link.how, filled))
    told = [_told(How.EQUAL, equal), *others] if equal else others
    return told if ordered else [*told, worded("words_reordered", {})]


def _differing(seen: Text, entry: Text, aligned: Aligned, names: Sequence[str]) -> list[Words]:
    """``names``: the publishers', where it matters what kind of words the listing has more."""
    missing, more = aligned.missing, aligned.more
    lacks = _grouped(entry, missing, [_lack(entry.keys[at]) for at in missing]) if missing else {}
    adds = _grouped(seen, more, _kinds(seen, more, names)) if more else {}
    # Numbers tell games apart, so they stand for themselves, and first.
    mine, theirs = adds.get("numbers_more"), lacks.get("numbers_missing")
    if mine and theirs:
        filled = {"words": _quotes(mine), "registered": _quotes(theirs)}
        told = [worded("numbers_differ", filled)]
    elif mine or theirs:
        told = [_told("numbers_more", mine) if mine else _told("numbers_missing", theirs or ())]
    else:
        told = []
    if seen.whole:
        told += [_told(rule, lacks[rule]) for rule in _LACKS if rule in lacks]
    else:
        told.append(worded("words_unread", {}))
    return told + [_told(rule, adds[rule]) for rule in _ADDS if rule in adds]


# In the order of a sentence.
_LACKS = ("words_missing", "words_missing_platform")
_ADDS = ("words_more", "words_of_publisher", "words_added")


@lru_cache(maxsize=32_768)
def _lack(key: str) -> str:
    """The rule that tells a word of the register's title that the listing has not."""
    if key.isdigit():
        return "numbers_missing"
    return "words_missing_platform" if is_added(key, ahead=False) else "words_missing"


def _kinds(seen: Text, more: Sequence[int], names: Sequence[str]) -> Sequence[str]:
    """The rule that tells each word that only the listing has."""
    keys = [seen.keys[place] for place in more]
    if not names:
        return ["numbers_more" if key.isdigit() else "words_more" for key in keys]
    own = _names(keys, *names)
    if not own and all(map(_is_plain, keys)):
        return ["words_more"] * len(keys)
    added = _added(seen, more, keys)
    return [
        "numbers_more"
        if key.isdigit()
        else "words_added"
        if place in added
        else "words_of_publisher"
        if key in own
        else "words_more"
        for place, key in zip(more, keys, strict=True)
    ]


@lru_cache(maxsize=65_536)
def _is_plain(key: str) -> bool:
    """Whether a word is no number and nothing that stores add: most words are none."""
    return key.isalpha() and key not in added_words()


def _grouped(text: Text, places: Sequence[int], rules: Sequence[str]) -> dict[str, list[str]]:
    """The words by rule, those beside each other as one quote."""
    if places[-1] - places[0] == len(places) - 1 and rules.count(rules[0]) == len(rules):
        return {rules[0]: [text.run(places[0], len(places))]}
    found: dict[str, list[str]] = {}
    first = 0
    for at in range(1, len(places) + 1):
        rule = rules[at - 1]
        if at == len(places) or places[at] != places[at - 1] + 1 or rules[at] != rule:
            found.setdefault(rule, []).append(text.run(places[first], at - first))
            first = at
    return found


def _added(seen: Text, more: Sequence[int], keys: Sequence[str]) -> Set[int]:
    """Places of the words that stores and fanpages add: a whole part, a phrase, a version."""
    known = added_words()
    found = set()
    for place, key in zip(more, keys, strict=True):
        if not key.isalpha() and is_version(seen.word(place)):
            found.add(place)
    if known.isdisjoint(keys):
        return found
    for first, end in _within_parts(seen, more):
        if _is_part(seen, first, end) and known.issuperset(seen.keys[first:end]):
            found.update(range(first, end))
            continue
        place = first
        while place < end:
            taken = _phrase(seen, place, end, found) if seen.keys[place] in known else 0
            found.update(range(place, place + taken))
            place += taken or 1
    return found


def _phrase(seen: Text, place: int, end: int, found: Set[int]) -> int:
    """How many words the longest known phrase has that begins here."""
    ahead = all(before in found for before in range(place))
    for size in range(min(_LONGEST_PHRASE, end - place), 0, -1):
        if is_added(" ".join(seen.keys[place : place + size]), ahead=ahead):
            return size
    return 0


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


def _names(keys: Sequence[str], account: str, holder: str) -> Set[str]:
    """Which of the words publishers' names hold: accounts put them before and behind their games.

    Reading a name costs more than all the rest: only one that holds such a word is read.
    """
    found: set[str] = set()
    for name in (account, holder):
        if not _letters(name).isdisjoint(keys):
            found.update(read_publisher(name).key.split())
    return found


@lru_cache(maxsize=32_768)
def _letters(name: str) -> Set[str]:
    return frozenset(plain_words(name))


def _firms(seen: Firm, registered: Firm) -> Iterator[Words]:
    aligned = align(seen.text, registered.text)
    if not aligned.links:
        yield worded("firm_none", {})
        shared = {registered.text.keys[place] for place in registered.common}
        common = [place for place in seen.common if seen.text.keys[place] in shared]
        yield from _of("firm_common", seen.text, common)
        return
    yield from _agreeing(seen.text, registered.text, aligned)
    if seen.text.whole:
        yield from _of("words_missing", registered.text, aligned.missing)
    else:
        yield worded("words_unread", {})
    yield from _of("words_more", seen.text, aligned.more)
    one, other = seen.publisher.trade, registered.publisher.trade
    if not (one <= other or other <= one):
        filled = {"words": _common(seen), "registered": _common(registered)}
        yield worded("firm_trades_differ", filled)
    else:
        yield from _both("firm_set_aside", seen, seen.common, registered, registered.common)
    yield from _both("firm_legal", seen, seen.legal, registered, registered.legal)


def _common(firm: Firm) -> str:
    return _quotes([firm.text.run(*run) for run in runs(firm.common)])


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
        yield _told(rule, [text.run(*run) for run in runs(places)])


def _told(rule: str, words: Sequence[str]) -> Words:
    return worded(rule, {"words": _quotes(words)})


def _quotes(words: Sequence[str]) -> str:
    if len(words) == 1:
        return quoted(words[0])
    told = ", ".join(map(quoted, words[:_MOST_QUOTES]))
    return told if len(words) <= _MOST_QUOTES else f"{told} …"


def _joined(told: Sequence[Words]) -> Words:
    return "; ".join([vi for vi, _ in told]), "; ".join([en for _, en in told])
