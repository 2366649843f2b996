"""The endpoints in the stores' own shapes, read by paths as the stores' documentation has them."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from crawler.errors import UsageProblem
from crawler.replica import apple, apple_page, play
from crawler.replica.answers import Reply, visit
from crawler.replica.model import Planted, Shop, StoreListing
from crawler.replica.play_blocks import old_layout
from crawler.replica.stores import Fault, Stores, parse_fault
from crawler.replica.world import World

_BLOCK = re.compile(
    r"AF_initDataCallback\(\{key: '(ds:\d+)', hash: '\d+', data:(.*?), sideChannel: \{\}\}\);"
    r"</script>",
    re.S,
)
_SERVICE = re.compile(r"'(ds:\d+)' : \{id:'(\w+)'")


@pytest.fixture(scope="module")
def stores(world: World) -> Stores:
    return Stores(world)


def _apple(stores: Stores, target: str) -> Any:
    reply = stores.reply(visit(apple.HOST, target))
    assert reply.status == 200
    return json.loads(reply.body)


def _play(stores: Stores, target: str) -> Reply:
    return stores.reply(visit(play.HOST, target))


def _blocks(reply: Reply) -> dict[str, Any]:
    return {key: json.loads(text) for key, text in _BLOCK.findall(reply.body.decode())}


def _at(value: Any, *path: int) -> Any:
    """A value by its path; a missing index is looked up in the trailing object one higher."""
    for index in path:
        if isinstance(value, list) and index < len(value) and not isinstance(value[index], dict):
            value = value[index]
        elif isinstance(value, list) and value and isinstance(value[-1], dict):
            value = value[-1].get(str(index + 1))
        else:
            return None
    return value


def _details(reply: Reply) -> Any:
    page, blocks = reply.body.decode(), _blocks(reply)
    for key in [key for key, rpc in _SERVICE.findall(page) if rpc == "Ws7gDc"]:
        if isinstance(_at(blocks[key], 1, 2, 0, 0), str):
            return blocks[key][1][2]
    raise AssertionError("no details block")


def test_lookup_answers_ids_in_order_and_leaves_out_the_missing(
    world: World, stores: Stores
) -> None:
    first, second = world.shelves[Shop.APPLE].listings[:2]
    found = _apple(stores, f"/lookup?id={first.store_id},1,{second.store_id}&country=vn")
    assert [row["trackId"] for row in found["results"]] == [
        int(first.store_id),
        int(second.store_id),
    ]
    assert found["resultCount"] == 2
    row = found["results"][0]
    assert (row["trackName"], row["artistName"]) == (first.title, first.developer)
    assert (row["sellerName"], row["description"]) == (first.seller, first.description)
    assert ("averageUserRating" in row) == (first.rating is not None)
    assert ("sellerUrl" in row) == (first.website is not None)
    assert isinstance(row["fileSizeBytes"], str)
    assert row["currency"] == "VND"


def test_a_missing_id_is_an_empty_answer(stores: Stores) -> None:
    assert _apple(stores, "/lookup?id=1&country=vn") == {"resultCount": 0, "results": []}


def test_a_malformed_id_is_an_error(stores: Stores) -> None:
    reply = stores.reply(visit(apple.HOST, "/lookup?id=abc"))
    assert "errorMessage" in json.loads(reply.body)


def test_lookup_of_a_developer_begins_with_the_artist(world: World, stores: Stores) -> None:
    listing = world.shelves[Shop.APPLE].listings[0]
    rows = _apple(stores, f"/lookup?id={listing.developer_id}&entity=software")["results"]
    assert rows[0]["wrapperType"] == "artist"
    assert int(listing.store_id) in {row.get("trackId") for row in rows[1:]}


def test_lookup_by_bundle(world: World, stores: Stores) -> None:
    listing = world.shelves[Shop.APPLE].listings[3]
    assert _apple(stores, f"/lookup?bundleId={listing.bundle}")["resultCount"] == 1


def test_apple_search_finds_by_words(stores: Stores) -> None:
    term = quote("tài xỉu")
    found = _apple(stores, f"/search?term={term}&country=vn&media=software&limit=200")
    assert found["resultCount"] == len(found["results"]) > 0
    assert _apple(stores, "/search?term=qzxwv")["resultCount"] == 0


def test_apple_charts_name_charted_games(world: World, stores: Stores) -> None:
    feed = _apple(stores, "/vn/rss/topfreeapplications/limit=100/genre=6014/json")["feed"]
    ids = [entry["id"]["attributes"]["im:id"] for entry in feed["entry"]]
    chosen = [world.shelves[Shop.APPLE].by_id[number] for number in ids]
    assert chosen == sorted(chosen, key=lambda entry: entry.chart or 0)
    assert all(entry.planted is not Planted.NO_ENTRY for entry in chosen)
    target = "/WebObjects/MZStoreServices.woa/ws/charts?cc=vn&g=6014&name=FreeApplications&limit=9"
    assert _apple(stores, target)["resultIds"] == ids[:9]


def test_a_chart_of_one_is_an_object_and_of_none_has_no_entry(stores: Stores) -> None:
    one = _apple(stores, "/vn/rss/topfreeapplications/limit=1/genre=6014/json")["feed"]
    assert isinstance(one["entry"], dict)
    none = _apple(stores, "/vn/rss/topfreeapplications/limit=9/genre=7011/json")["feed"]
    assert "entry" not in none


def test_reviews_know_their_app_by_the_self_link(world: World, stores: Stores) -> None:
    shelf = world.shelves[Shop.APPLE]
    shapes = set()
    for listing in shelf.listings[:40]:
        path = f"/vn/rss/customerreviews/page=1/id={listing.store_id}/sortby=mostrecent/json"
        feed = _apple(stores, path)["feed"]
        assert "self" in {link["attributes"]["rel"] for link in feed["link"]}
        shapes.add(type(feed.get("entry")))
    assert shapes == {type(None), dict, list}
    unknown = _apple(stores, "/vn/rss/customerreviews/page=1/id=1/sortby=mostrecent/json")["feed"]
    assert {link["attributes"]["rel"] for link in unknown["link"]} == {"alternate"}


def test_reviews_of_a_busy_app_fill_pages_and_end_without_an_entry(
    world: World, stores: Stores
) -> None:
    busy = next(each for each in world.shelves[Shop.APPLE].listings if len(each.reviews) >= 3)
    path = "/vn/rss/customerreviews/page={}/id={}/sortby=mostrecent/json"
    pages = [_apple(stores, path.format(n, busy.store_id))["feed"] for n in range(1, 5)]
    assert [len(page.get("entry", ())) for page in pages] == [50, 50, 20, 0]
    assert "entry" not in pages[3]
    ids = [entry["id"]["label"] for page in pages[:3] for entry in page["entry"]]
    assert len(set(ids)) == 120


def test_an_apple_app_page_serves_its_shelves_and_an_unknown_app_has_none(
    world: World, stores: Stores
) -> None:
    for listing in world.shelves[Shop.APPLE].listings:
        reply = stores.reply(visit(apple_page.HOST, f"/vn/app/id{listing.store_id}"))
        served = re.search(rb'id="serialized-server-data">(.*?)</script>', reply.body, re.S)
        assert served is not None
        [part] = json.loads(served[1])["data"]
        assert part["intent"]["id"] == listing.store_id
        shelves = part["data"]["shelfMapping"]
        assert ("privacyTypes" in shelves) == (listing.privacy_url is not None)
        similar = shelves.get("similarItems", {"items": []})["items"]
        assert listing.store_id not in {item["adamId"] for item in similar}
    assert stores.reply(visit(apple_page.HOST, "/vn/app/id1")).status == 404


def test_every_app_page_tells_its_facts(world: World, stores: Stores) -> None:
    layouts = set()
    for listing in world.shelves[Shop.GOOGLE].listings:
        reply = _play(stores, f"/store/apps/details?id={listing.store_id}&hl=vi&gl=vn")
        facts = _details(reply)
        layouts.add(old_layout(listing))
        assert _at(facts, 0, 0) == listing.title
        assert _at(facts, 68, 0) == listing.developer
        assert _at(facts, 68, 1, 4, 2).endswith(
            quote(listing.developer_id, safe="").replace("%20", "+")
        )
        assert _at(facts, 79, 0, 0, 2) == _linked(reply)["applicationCategory"]
        assert _at(facts, 13, 2) == listing.installs
        assert _at(facts, 51, 0, 1) == listing.rating
        assert _at(facts, 57, 0, 0, 0, 0, 1, 0, 0) == listing.price * 1_000_000
        assert _at(facts, 140, 0, 0, 0) == listing.version
        assert isinstance(_at(facts, 145, 0, 1, 0), int)
        assert _at(facts, 69, 4, 0) == listing.seller
        assert f"id={listing.store_id}" in _canonical(reply)
    assert layouts == {True, False}


def test_the_machine_translation_stands_before_the_developers_text(
    world: World, stores: Stores
) -> None:
    listing = next(entry for entry in world.shelves[Shop.GOOGLE].listings if entry.translation)
    target = f"/store/apps/details?id={listing.store_id}&gl=vn&hl="
    translated, original = _play(stores, f"{target}vi"), _play(stores, f"{target}en")
    first = listing.description.split("\n")[0][:12]
    assert _at(_details(translated), 12, 0, 0, 1) != _at(_details(translated), 72, 0, 1)
    assert _at(_details(translated), 72, 0, 1).startswith(first)
    assert _at(_details(original), 12, 0, 0, 1) is None


def test_an_unknown_package_is_not_found(stores: Stores) -> None:
    assert _play(stores, "/store/apps/details?id=com.no.such.app").status == 404


def test_play_search_lists_thirty_at_most(stores: Stores) -> None:
    rows = _rows(_blocks(_play(stores, "/store/search?q=game&c=apps&hl=vi&gl=vn"))["ds:4"])
    assert 10 < len(rows) <= 30
    assert all(_at(row, 0, 3) and _at(row, 0, 0, 0) and _at(row, 0, 14) for row in rows)


def test_a_full_title_shows_the_card_and_not_a_second_row(world: World, stores: Stores) -> None:
    listing = _unique_title(world)
    data = _blocks(_play(stores, f"/store/search?q={quote(listing.title)}&c=apps"))["ds:4"]
    card = data[0][1][0][23][16]
    assert _at(card, 11, 0, 0) == listing.store_id
    assert (_at(card, 2, 0, 0), _at(card, 2, 68, 0)) == (listing.title, listing.developer)
    assert _at(card, 2, 79, 0, 0, 0)
    assert listing.store_id not in {_at(row, 0, 0, 0) for row in _rows(data)}


def test_an_empty_search_has_no_row_and_quotes_the_term(stores: Stores) -> None:
    data = _blocks(_play(stores, "/store/search?q=qzxwv&c=apps"))["ds:4"]
    assert _rows(data) == []
    assert "<b>qzxwv</b>" in _at(data, 0, 1, 0, 25, 0, 0, 0, 1)


def test_developers_by_number_and_by_name(world: World, stores: Stores) -> None:
    seen = set()
    for listing in world.shelves[Shop.GOOGLE].listings[:60]:
        page = "dev" if listing.developer_id.isdigit() else "developer"
        target = f"/store/apps/{page}?{urlencode({'id': listing.developer_id})}"
        section = _blocks(_play(stores, target))["ds:3"][0][1][0]
        rows = section[21][0] if page == "dev" else [row[0] for row in section[22][0]]
        assert listing.store_id in {row[0][0] for row in rows}
        seen.add(page)
    assert seen == {"dev", "developer"}


def test_play_charts_answer_by_remote_call(world: World, stores: Stores) -> None:
    rows = _chart(stores, "GAME_ROLE_PLAYING")
    assert rows
    ids = [row[0][0][0] for row in json.loads(rows)[0][1][0][28][0]]
    genres = {world.shelves[Shop.GOOGLE].by_id[package].genre for package in ids}
    assert genres == {"rpg"}
    assert _chart(stores, "GAME_MUSIC") == "[]"


def test_robots_allow_unless_the_fault_forbids(world: World, stores: Stores) -> None:
    for host in stores.hosts:
        assert b"Disallow: \n" in stores.reply(visit(host, "/robots.txt")).body
    closed = Stores(world, [(play.HOST, Fault.ROBOTS)])
    assert b"Disallow: /\n" in closed.reply(visit(play.HOST, "/robots.txt")).body


@pytest.mark.parametrize(
    ("fault", "status"),
    [("429", 429), ("403", 403), ("503", 503), ("captcha", 200), ("shell", 200)],
)
@pytest.mark.parametrize(
    ("source", "target"),
    [("apple_app_store", "/search?term=game"), ("google_play", "/store/search?q=game")],
)
def test_a_refusing_store_gives_no_app(
    world: World, source: str, target: str, fault: str, status: int
) -> None:
    host, kind = parse_fault(f"{source}:{fault}")
    reply = Stores(world, [(host, kind)]).reply(visit(host, target))
    assert reply.status == status
    assert b"AF_initDataCallback" not in reply.body
    assert b"resultCount" not in reply.body


@pytest.mark.parametrize("target", ["/search?term=game", "/lookup?id=1500000000"])
def test_broken_and_drifted_apple_answers(world: World, target: str) -> None:
    broken = Stores(world, [(apple.HOST, Fault.BROKEN_JSON)]).reply(visit(apple.HOST, target))
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.body)
    drifted = Stores(world, [(apple.HOST, Fault.DRIFT)]).reply(visit(apple.HOST, target))
    assert "results" not in json.loads(drifted.body)


def test_a_drifted_play_page_holds_no_known_block(world: World) -> None:
    listing = world.shelves[Shop.GOOGLE].listings[0]
    drifted = Stores(world, [(play.HOST, Fault.DRIFT)])
    reply = drifted.reply(visit(play.HOST, f"/store/apps/details?id={listing.store_id}"))
    assert _blocks(reply) == {}
    assert b"Ws7gDc" not in reply.body
    assert b"application/ld+json" not in reply.body


def test_an_empty_store_keeps_its_shapes(world: World) -> None:
    empty = Stores(world, [(apple.HOST, Fault.EMPTY), (play.HOST, Fault.EMPTY)])
    assert _apple(empty, "/search?term=game")["resultCount"] == 0
    assert "entry" not in _apple(empty, "/vn/rss/topfreeapplications/limit=9/json")["feed"]
    assert _rows(_blocks(_play(empty, "/store/search?q=game"))["ds:4"]) == []
    assert _chart(empty, "GAME") == "[]"


def test_two_refusals_and_then_fine(world: World) -> None:
    stores = Stores(world, [(apple.HOST, Fault.TOO_MANY_ONCE)])
    replies = [stores.reply(visit(apple.HOST, "/search?term=game")) for _ in range(3)]
    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers["Retry-After"] == "1"


@pytest.mark.parametrize("text", ["google_play", "google_play:", "no_shop:429", "google_play:404"])
def test_an_unknown_fault_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem, match="Write SOURCE:KIND"):
        parse_fault(text)


def test_an_app_is_taken_down_everywhere_or_in_vietnam_only_and_comes_back(world: World) -> None:
    stores = Stores(world)
    on_apple = world.shelves[Shop.APPLE].listings[0]
    on_play = world.shelves[Shop.GOOGLE].listings[0]

    def there(country: str) -> tuple[bool, bool]:
        found = _apple(stores, f"/lookup?id={on_apple.store_id}&country={country}")
        page = f"/store/apps/details?id={on_play.store_id}&hl=vi&gl={country}"
        return found["resultCount"] == 1, _play(stores, page).status == 200

    for change, here, elsewhere in (("down", 0, 0), ("down_in_vn", 0, 1), ("up", 1, 1)):
        for listing in (on_apple, on_play):
            stores.change(f"{change} {listing.subject}")
        assert (there("vn"), there("us")) == ((here, here), (elsewhere, elsewhere))
    stores.change(f"rename {on_apple.subject} Máy Tính Ví Dụ\n")
    found = _apple(stores, f"/lookup?id={on_apple.store_id}&country=vn")
    assert found["results"][0]["trackName"] == "Máy Tính Ví Dụ"
    stores.change(f"up {on_apple.subject}")
    found = _apple(stores, f"/lookup?id={on_apple.store_id}&country=vn")
    assert found["results"][0]["trackName"] == on_apple.title


def test_a_store_falls_ill_and_gets_well_while_it_is_served(world: World) -> None:
    stores = Stores(world)
    stores.change("fault google_play:403")
    assert _play(stores, "/store/search?q=game").status == 403
    stores.change("well google_play")
    assert _play(stores, "/store/search?q=game").status == 200


@pytest.mark.parametrize(
    "words", ["", "down", "down apple:1", "rename apple:1 x", "well nobody", "fault x", "vanish"]
)
def test_an_unknown_change_is_refused(world: World, words: str) -> None:
    with pytest.raises(UsageProblem, match="Write"):
        Stores(world).change(words)


def _rows(data: Any) -> list[Any]:
    for section in data[0][1]:
        if len(section) > 22 and section[22]:
            return list(section[22][0])
    return []


def _chart(stores: Stores, category: str) -> Any:
    inner = [[None, [[8, [20, 100]], True], [2, "topselling_free", category]]]
    inner = [[None, inner[0][1], inner[0][2]]]
    form = urlencode({"f.req": json.dumps([[["vyAe2", json.dumps(inner), None, "generic"]]])})
    asked = visit(play.HOST, "/_/PlayStoreUi/data/batchexecute?hl=vi&gl=vn", "POST", form.encode())
    body = stores.reply(asked).body.decode()
    assert body.startswith(")]}'")
    envelope = json.loads(body[body.index("[") :])
    return next(row[2] for row in envelope if row[:2] == ["wrb.fr", "vyAe2"])


def _linked(reply: Reply) -> Any:
    found = re.search(r'ld\+json" nonce="\w+">(.*?)</script>', reply.body.decode())
    assert found is not None
    return json.loads(found[1])


def _canonical(reply: Reply) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)"', reply.body.decode())
    assert found is not None
    return found[1]


def _unique_title(world: World) -> StoreListing:
    listings = world.shelves[Shop.GOOGLE].listings
    titles = [listing.title for listing in listings]
    return next(
        listing
        for listing in listings
        if titles.count(listing.title) == 1 and listing.title.isprintable()
    )
