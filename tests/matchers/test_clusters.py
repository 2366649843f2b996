"""Who is tied to whom: by rare identities only, both ways alike, whatever the order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import Sighting
from matchers.clusters import Clusters, Identity, IdentityKind, identities
from matchers.near_icons import NearIcons
from matchers.verdict.rules import Rules
from tests.matchers.sights import sighting

RULES = Rules()
ONE, OTHER = "google:com.vidu.mot", "google:net.khac.hai"
STORY = "Chào mừng đến với làng gốm, nơi bầy sóc thợ mộc dựng lại ngôi đình. " * 4 + (
    "Mỗi sáng bạn nhặt củi, nung gạch, đổi rau lấy vải và kể chuyện cho lũ trẻ nghe bên bếp lửa."
)

ICON, NEAR_ICON, OTHER_ICON = "c3a55a3cc3a55a3c", "c3a55a3cc3a55a33", "c3a55a3cc3a5aa33"


def app(subject: str, account: str | None = None, **fields: Any) -> Sighting:
    """An app of an account of its own, unless one is named."""
    values = {"publisher_id": account or f"of {subject}", "facts": {}}
    return sighting("Tên", subject=subject, **(values | fields))


def crowd(count: int, **fields: Any) -> list[Sighting]:
    """Strangers: each has its own account and package."""
    return [app(f"google:dev{n}.own{n}.app", **fields) for n in range(count)]


def tied(pair: list[Sighting], beside: list[Sighting] | None = None) -> set[IdentityKind]:
    """By what the first two are tied; nothing where they are not."""
    clusters = Clusters([*pair, *(beside or [])], RULES)
    tie = clusters.between(pair[0].subject, pair[1].subject)
    return set() if tie is None else {shared.kind for shared in tie.shared}


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"publisher_id": "700001"}, {"account"}),
        ({"website": "https://vidu-lang.vn/a"}, {"website"}),
        ({"email": "hotro.vidu@gmail.com"}, {"mailbox"}),
        ({"email": "a@vidu-lang.vn"}, {"mailbox", "email_domain"}),
        ({"privacy_url": "https://vidu-lang.vn/p", "text": STORY}, {"privacy", "text"}),
    ],
)
def test_a_rare_identity_ties(fields: dict[str, str], kinds: set[str]) -> None:
    assert tied([app(ONE, **fields), app(OTHER, **fields)], crowd(40)) == kinds


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "{n}@gmail.com"},
        {"email": "{n}@thu.yahoo.com.vn", "website": "https://www.facebook.com/{n}"},
        {"privacy_url": "https://www.termsfeed.com/live/{n}", "email": "{n}@outlook.com"},
        {"website": "https://sites.google.com/view/{n}", "privacy_url": "https://github.com/{n}"},
        {"website": "https://{n}.blogspot.com"},
        {"privacy_url": "https://chinhsach-vidu.com/{n}"},  # alone, however rare
        {"email": "{n}@hopthu-vidu.vn"},
        {},
    ],
)
def test_what_strangers_share_ties_nobody(fields: dict[str, str]) -> None:
    pair = [
        app(subject, **{name: value.format(n=n) for name, value in fields.items()})
        for n, subject in enumerate((ONE, OTHER))
    ]
    assert tied(pair) == set()


def test_a_prefix_of_an_engine_or_a_template_is_no_maker() -> None:
    for package in ("com.unity3d.a", "com.Unity.a", "com.example.a", "io.kodular.vidu.a"):
        kinds = {identity.kind for identity in identities(app(f"google:{package}"))}
        assert kinds == {IdentityKind.ACCOUNT}


@pytest.mark.parametrize(
    ("package", "prefix"),
    [
        ("com.vidu.game.hai", "com.vidu"),
        ("vn.com.vidu.game", "vn.com.vidu"),
        ("io.github.vidu.game", "io.github.vidu"),
        ("appinventor.ai_vidu.Game", "appinventor.ai_vidu"),
    ],
)
def test_a_package_begins_with_the_domain_of_its_maker(package: str, prefix: str) -> None:
    wanted = Identity(IdentityKind.PACKAGE, prefix)
    assert wanted in identities(app(f"google:{package}"))
    assert wanted in identities(app("apple:9000000002", facts={"bundle_id": package}))


@pytest.mark.parametrize(
    "fields",
    [
        {"website": "https://dungchung-vidu.com/"},
        {"privacy_url": "https://dungchung-vidu.com/p", "text": STORY},
        {"website": "https://dungchung-vidu.com/", "text": STORY},
    ],
)
def test_what_many_accounts_share_weighs_nothing(fields: dict[str, str]) -> None:
    pair = [app(ONE, **fields), app(OTHER, **fields)]
    assert tied(pair, crowd(200))
    assert tied(pair, crowd(40, **fields)) == set()


def test_a_domain_for_web_and_mail_is_its_owners_also_in_many_accounts() -> None:
    family = [
        app(f"google:vn{n}.rieng{n}.tro", website="https://vidu-lang.vn", email=f"{n}@vidu-lang.vn")
        for n in range(12)
    ]
    assert tied(family, crowd(40)) == {IdentityKind.WEBSITE, IdentityKind.EMAIL_DOMAIN}
    guests = [  # of whom most have their mail elsewhere
        app(f"google:vn{n}.rieng{n}.khach", website="https://vidu-lang.vn", email=f"{n}@gmail.com")
        for n in range(12)
    ]
    assert tied(family, [*guests, *crowd(40)]) == set()


def test_an_account_of_many_apps_counts_once_and_is_always_one_developer() -> None:
    apps = [app(f"google:com{n}.vidu{n}.tro", "700001", text=STORY) for n in range(60)]
    assert tied(apps) >= {IdentityKind.ACCOUNT, IdentityKind.TEXT}


def test_an_uploader_to_a_mirror_is_no_developer() -> None:
    assert tied([app(f"aptoide:com{n}.vidu{n}.tro", "700001") for n in range(2)]) == set()


def test_accounts_of_two_stores_are_two() -> None:
    assert tied([app("google:vn.vidu.mot", "700001"), app("apple:9000000002", "700001")]) == set()


def test_a_description_with_another_title_is_nearly_the_same() -> None:
    site = {"privacy_url": "https://vidu-lang.vn/p"}
    texts = (f"Làng Gốm Một\n{STORY}", f"Thành Đá Hai – mới\n{STORY}")
    pair = [app(s, text=t, **site) for s, t in zip((ONE, OTHER), texts, strict=True)]
    assert IdentityKind.TEXT in tied(pair)
    other_story = " ".join(f"chữ{n} câu{n}" for n in range(60))
    assert tied([pair[0], app(OTHER, text=other_story, **site)]) == set()


def test_a_part_of_a_description_and_a_short_one_are_not_the_same() -> None:
    site = {"privacy_url": "https://vidu-lang.vn/p"}
    own = [" ".join(f"chữ{name}{n}" for n in range(90)) for name in "ab"]
    shared = " ".join(STORY.split()[-25:])
    apps = [
        app(ONE, text=f"{own[0]} {shared}", **site),
        app(OTHER, text=f"{own[1]} {shared}", **site),
    ]
    assert tied(apps) == set()
    short = [app(ONE, text=shared, **site), app(OTHER, text=shared, **site)]
    assert tied(short) == set()


def test_a_text_is_as_common_as_the_commoner_of_the_two() -> None:
    site = {"privacy_url": "https://vidu-lang.vn/p"}
    own, more, stock = (" ".join(f"{name}{n}" for n in range(60)) for name in "abc")
    edge = app(ONE, text=f"{own} {more}", **site)
    middle = app(OTHER, text=f"{more} {stock} {own}", **site)
    copies = crowd(30, text=f"{more} {stock}")
    for one, other in ((edge, middle), (middle, edge)):
        assert tied([one, other]) == {IdentityKind.PRIVACY, IdentityKind.TEXT}
        assert tied([one, other], copies) == set()


def icon(look: Any) -> dict[str, Any]:
    """The facts of an app whose icon looks so."""
    return {"facts": {"icon_look": look}}


@pytest.mark.parametrize("fields", [icon(ICON), {"text": STORY}])
def test_a_copy_alone_ties_two_strangers_and_no_crowd(fields: dict[str, Any]) -> None:
    pair = [app(ONE, **fields), app(OTHER, **fields)]
    [kind] = tied(pair, crowd(40))
    assert kind in (IdentityKind.ICON, IdentityKind.TEXT)
    # A default icon, a stock text: of a third stranger on nobody is tied by it alone.
    assert tied(pair, [*crowd(40), app("google:vn.ba.tro", **fields)]) == set()


def test_an_operator_in_several_accounts_is_one_bearer_of_its_icon() -> None:
    mailbox = {"email": "hotro.vidu@gmail.com"}
    family = [app(f"google:vn{n}.rieng{n}.tro", **mailbox, **icon(ICON)) for n in range(3)]
    newcomer = app("google:net.moi.tro", **icon(ICON))
    assert tied([newcomer, *family], crowd(40)) == {IdentityKind.ICON}
    # The mailbox of a generator is nobody's: who bear it stay strangers to each other.
    crowded = [app(f"google:dev{n}.own{n}.x", **mailbox) for n in range(30)]
    assert tied([newcomer, *family], [*crowded, *crowd(40)]) == set()


def test_accounts_that_words_and_a_rare_prefix_tie_together_are_one_bearer_of_both() -> None:
    words = {"text": STORY, **icon(ICON)}
    family = [app(f"google:vn.vidulang.tro{n}", account=f"{n}", **words) for n in range(4)]
    newcomer = app("google:net.moi.tro", text=STORY)
    assert tied([newcomer, *family], crowd(40)) == {IdentityKind.TEXT}
    apart = [app(f"google:vn.rieng{n}.tro", **words) for n in range(4)]
    assert tied([newcomer, *apart], crowd(40)) == set()


def test_icons_that_differ_little_are_one_and_what_is_no_hash_is_none() -> None:
    assert tied([app(ONE, **icon(ICON)), app(OTHER, **icon(NEAR_ICON))]) == {IdentityKind.ICON}
    for bad in (OTHER_ICON, "x", "", 7, None, "C3A55A3CC3A55A3C", f"{ICON}00"):
        assert tied([app(ONE, **icon(bad)), app(OTHER, **icon(ICON))]) == set(), bad
        assert tied([app(ONE, **icon("x")), app(OTHER, **icon("x"))]) == set()


def test_a_tied_icon_is_quoted_by_its_hash() -> None:
    clusters = Clusters([app(ONE, **icon(ICON)), app(OTHER, **icon(NEAR_ICON))], RULES)
    [(_, tie)] = clusters.associates(ONE)
    [shared] = tie.shared
    assert (shared.quote, shared.accounts) == (ICON, 2)


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=4))
@settings(deadline=None)
def test_icons_that_differ_in_four_bits_are_found_wherever_they_lie(
    look: int, bits: set[int]
) -> None:
    icons = NearIcons()
    icons.add("a", f"{look:016x}")
    icons.add("b", f"{look ^ sum(1 << bit for bit in bits):016x}")
    assert icons.alike("a") == {"a", "b"}


def test_a_tie_quotes_what_is_shared_and_how_many_bear_it() -> None:
    fields = {"website": "https://www.vidu-lang.vn/a", "text": STORY}
    clusters = Clusters([app(ONE, **fields), app(OTHER, **fields)], RULES)
    [(subject, tie)] = clusters.associates(ONE)
    assert (subject, tie.subjects) == (OTHER, (ONE, OTHER))
    assert [(found.kind, found.quote, found.accounts) for found in tie.shared] == [
        (IdentityKind.WEBSITE, "vidu-lang.vn", 2),
        (IdentityKind.TEXT, STORY[:120], 2),
    ]


def test_bad_addresses_are_no_identities() -> None:
    for bad in (
        "",
        "@",
        "a@b@c.vn",
        "not an address",
        "https://[::1",
        "\u202ea@\\vidu",
        "." * 3000,
    ):
        kinds = {i.kind for i in identities(app(ONE, website=bad, email=bad, privacy_url=bad))}
        assert kinds <= {IdentityKind.ACCOUNT, IdentityKind.PACKAGE}, bad


_HOSTS = ("gmail.com", "vidu-a.vn", "vidu-b.vn", "termsfeed.com", "vidu-c.com")
_WORLDS = st.lists(
    st.fixed_dictionaries(
        {
            "publisher_id": st.sampled_from([None, "1", "2", "3"]),
            "website": st.sampled_from([None, *(f"https://{host}/" for host in _HOSTS)]),
            "email": st.sampled_from([None, *(f"x@{host}" for host in _HOSTS[1:])]),
            "privacy_url": st.sampled_from([None, *(f"https://{host}/p" for host in _HOSTS)]),
            "text": st.sampled_from([None, STORY, f"Khác {STORY}"]),
            "facts": st.sampled_from([{}, {"icon_look": ICON}, {"icon_look": NEAR_ICON}]),
        }
    ),
    min_size=2,
    max_size=12,
)


@given(_WORLDS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_ties_are_symmetric_shared_and_free_of_order(
    rows: list[dict[str, Any]], order: Any
) -> None:
    seen = [app(f"google:com.vidu{n % 5}.n{n}", **row) for n, row in enumerate(rows)]
    shuffled = order.sample(seen, len(seen))
    clusters, again = Clusters(seen, RULES), Clusters(shuffled, RULES)
    for one in seen:
        for other in seen:
            tie = clusters.between(one.subject, other.subject)
            assert tie == clusters.between(other.subject, one.subject)
            assert tie == again.between(one.subject, other.subject)
            if tie is None:
                continue
            assert tie.score >= RULES.associated
            for shared in tie.shared:
                assert shared.weight > 0
                told = Identity(shared.kind, shared.quote)
                if shared.kind not in (IdentityKind.TEXT, IdentityKind.ICON):
                    assert told in identities(one) & identities(other)
        found = dict(clusters.associates(one.subject))
        between = {other.subject: clusters.between(one.subject, other.subject) for other in seen}
        assert found == {subject: tie for subject, tie in between.items() if tie is not None}
