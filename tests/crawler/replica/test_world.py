"""The world: the same for a seed, complete in its classes, fair in its key."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.errors import UsageProblem
from crawler.records import ACCUSING, VerdictKind
from crawler.replica.finding import APPLE_LIMIT, GOOGLE_LIMIT
from crawler.replica.model import GENRES, Planted, Shop, StoreListing
from crawler.replica.world import World, build_world, class_sizes, register_rows
from crawler.text import fold_marks

SEEDS = (1, 7, 2026)
_LIMITS = {Shop.APPLE: APPLE_LIMIT, Shop.GOOGLE: GOOGLE_LIMIT}


def test_a_seed_makes_one_world() -> None:
    first, again = build_world(5), build_world(5)
    assert first.listings == again.listings
    assert first.register == again.register
    assert first.answers == again.answers


def test_another_seed_makes_another_world() -> None:
    assert build_world(5).listings != build_world(6).listings


def test_global_games_change_nothing_else() -> None:
    small, big = build_world(5), build_world(5, global_games=500)
    assert big.listings[: len(small.listings)] == small.listings
    assert big.register == small.register
    assert len(big.listings) == len(small.listings) + 500


@pytest.mark.parametrize("seed", SEEDS)
def test_every_class_is_planted_on_both_stores(seed: int) -> None:
    world = build_world(seed)
    found = Counter((listing.planted, listing.shop) for listing in world.listings)
    assert {planted for planted, _ in found} == set(Planted)
    assert min(found.values()) >= 3
    assert len({(entry.title, entry.developer, entry.planted) for entry in world.listings}) >= 200


@pytest.mark.parametrize("apps", [20, 1000])
def test_the_invented_names_suffice(apps: int) -> None:
    assert len(build_world(1, apps=apps).listings) >= apps


@pytest.mark.parametrize("apps", [0, 5000])
def test_a_world_beyond_the_names_is_refused(apps: int) -> None:
    with pytest.raises(UsageProblem, match="--global-games"):
        build_world(1, apps=apps)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_account_holds_both_honest_and_gambling_apps(seed: int) -> None:
    world = build_world(seed, global_games=300)
    kinds: dict[tuple[Shop, str], set[Planted]] = {}
    for listing in world.listings:
        kinds.setdefault((listing.shop, listing.developer_id), set()).add(listing.planted)
    foul = {Planted.GAMBLING, Planted.UNLICENSED, Planted.IMPOSTOR}
    fair = {Planted.OTHER_ACCOUNT, Planted.NO_ENTRY, Planted.NOT_A_GAME}
    assert not [found for found in kinds.values() if found & foul and found & fair]


@pytest.mark.parametrize("apps", [40, 200, 240, 317])
def test_class_sizes_add_up(apps: int) -> None:
    sizes = class_sizes(apps)
    assert sum(sizes.values()) == apps
    assert min(sizes.values()) >= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_key_answers_each_subject_once(seed: int) -> None:
    world = build_world(seed)
    subjects = [listing.subject for listing in world.listings]
    assert len(set(subjects)) == len(subjects)
    assert set(world.answers) == set(subjects)
    for subject, answer in world.answers.items():
        shop, _, number = subject.partition(":")
        assert shop != "apple" or number.isdigit()
        assert {VerdictKind(kind) for kind in answer.acceptable}
        if answer.accusation_forbidden:
            assert not ACCUSING & {VerdictKind(kind) for kind in answer.acceptable}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_title_of_the_register_among_games_outside_it(seed: int) -> None:
    world = build_world(seed, global_games=300)
    known = {_words(row.game_title) for row in register_rows(world) if row.game_title}
    outside = (Planted.NO_ENTRY, Planted.UNLICENSED, Planted.NOT_A_GAME)
    for planted in outside:
        for listing in world.of(planted):
            assert not any(title <= _words(listing.title) for title in known if len(title) > 2)
            assert _words(listing.title) not in known


@pytest.mark.parametrize("seed", SEEDS)
def test_every_tie_shows_its_words(seed: int) -> None:
    world = build_world(seed)
    kinds = set()
    for listing in world.of(Planted.UNLICENSED):
        tie = world.answers[listing.subject].tie
        assert tie is not None
        kinds.add(tie.kind)
        if tie.kind == "chart":
            assert listing.chart is not None
            assert listing.price == 0
        else:
            assert tie.quote
            assert tie.quote in str(getattr(listing, tie.field))
    assert kinds == {"vietnamese_text", "payment", "support", "company", "site", "chart"}


@pytest.mark.parametrize("seed", SEEDS)
def test_foreign_games_have_no_tie(seed: int) -> None:
    for listing in build_world(seed, global_games=300).of(Planted.NO_ENTRY):
        assert listing.chart is None
        assert "VI" not in listing.languages
        assert not (listing.website or "").endswith(".vn")
        assert listing.address is None
        assert not _has_vietnamese_letters(listing.title + listing.description)


@pytest.mark.parametrize("seed", SEEDS)
def test_licensed_apps_are_in_force_under_title_and_firm(seed: int) -> None:
    world = build_world(seed)
    rows = {row.portal_id: row for row in world.register}
    for listing in (*world.of(Planted.LICENSED), *world.of(Planted.LICENCE_PROBLEM)):
        row = rows[world.answers[listing.subject].portal_id or ""]
        assert _words(row.game_title) <= _words(listing.title)
        assert _words(row.company) <= _words(listing.developer)
        in_force = row.status == "active"
        assert in_force == (listing.planted is Planted.LICENSED)


@pytest.mark.parametrize("seed", SEEDS)
def test_other_accounts_copy_nothing_and_impostors_do(seed: int) -> None:
    world = build_world(seed)
    licensed = {listing.description for listing in world.of(Planted.LICENSED)}
    lines = {line for text in licensed for line in text.splitlines() if line}
    for listing in world.of(Planted.OTHER_ACCOUNT):
        assert not lines & set(listing.description.splitlines())
        assert "số" not in listing.description.split()
    for listing in world.of(Planted.IMPOSTOR):
        answer = world.answers[listing.subject]
        assert answer.copied
        if "licence_no" in answer.copied:
            assert answer.licence_no is not None
            assert answer.licence_no in listing.description
        if "description" in answer.copied:
            assert any(listing.description.splitlines()[0] in text for text in licensed)


@pytest.mark.parametrize("seed", SEEDS)
def test_gambling_is_disguised_and_sometimes_licensed(seed: int) -> None:
    world = build_world(seed)
    listings = world.of(Planted.GAMBLING)
    answers = [world.answers[listing.subject] for listing in listings]
    assert any(answer.portal_id for answer in answers)
    assert any(answer.disguise for answer in answers)
    benign = [entry for entry in listings if entry.genre not in ("card", "board")]
    assert len(benign) > len(listings) / 2
    assert all(len(answer.gambling) >= 4 for answer in answers)


def test_games_and_other_apps_have_fitting_categories(world: World) -> None:
    games = {Planted.LICENSED, Planted.UNLICENSED, Planted.NO_ENTRY, Planted.IMPOSTOR}
    for listing in world.listings:
        if listing.planted in games:
            assert GENRES[listing.genre].is_game
        if listing.planted is Planted.NOT_A_GAME:
            assert not GENRES[listing.genre].is_game


def test_general_terms_charts_and_developers_reach_the_planted_apps() -> None:
    worlds = [build_world(seed) for seed in range(1, 11)]
    found = sum(len(_reached(world, world.search_terms())) for world in worlds)
    assert found / sum(len(world.listings) for world in worlds) >= 0.985


def test_global_terms_reach_every_global_game() -> None:
    world = build_world(3, global_games=10_000)
    found = _reached(world, world.search_terms() + world.global_terms())
    missing = [entry for entry in world.of(Planted.NO_ENTRY) if entry.subject not in found]
    assert missing == []


def _reached(world: World, terms: tuple[str, ...]) -> set[str]:
    found: dict[str, StoreListing] = {}
    for shop, limit in _LIMITS.items():
        shelf = world.shelves[shop]
        for term in terms:
            found.update((entry.subject, entry) for entry in shelf.search(term, limit))
        chart = shelf.chart("6014" if shop is Shop.APPLE else "GAME", 100)
        found.update((entry.subject, entry) for entry in chart)
        for entry in [entry for entry in found.values() if entry.shop is shop]:
            same = shelf.by_developer[entry.developer_id]
            found.update((other.subject, other) for other in same)
    return set(found)


def _words(text: str) -> frozenset[str]:
    kept = "".join(char if char.isalnum() else " " for char in fold_marks(text))
    return frozenset(kept.split())


def _has_vietnamese_letters(text: str) -> bool:
    return any(char in "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ" for char in text.lower())
