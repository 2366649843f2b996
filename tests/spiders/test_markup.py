"""A page is parted in one walk, however broken or made to harm."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.facebook_html import read_page
from spiders.markup import parted
from tests.spiders.facebook import SEEN


def test_scripts_and_styles_are_not_shown() -> None:
    page = parted('a<script type="x">b</script >c<STYLE>d</style>e<noscript>f</noscript>g')
    assert page.shown == "a c e g"
    assert page.scripts == (('<script type="x">', "b"),)


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        ("<script>a", ("a",)),
        ("<script a", (" a",)),
        ("<scripts>a</scripts>", ()),
        ("<script>a<script>b</script>c", ("a<script>b",)),
        ("İ<script>a</SCRIPT>", ("a",)),
    ],
)
def test_broken_page_is_parted_all_the_same(page: str, scripts: tuple[str, ...]) -> None:
    assert tuple(inside for _, inside in parted(page).scripts) == scripts


@given(st.lists(st.sampled_from(["<script", "</script", ">", "<style>", "a", "İ", "\n"])))
def test_parting_ends_and_loses_no_more_than_tags(pieces: list[str]) -> None:
    page = "".join(pieces)
    found = parted(page)
    assert len(found.shown) <= len(page) + len(pieces) + 1


@pytest.mark.timing
@pytest.mark.parametrize(
    "piece",
    [
        *("<script", '<script type="application/json">', "<style>", '<input type="', "<form "),
        *("\\", '"', "{{", "ID thư viện: 1 ", '<form action="', '"search_results_connection":{'),
    ],
)
def test_page_made_to_harm_is_read_in_seconds(piece: str) -> None:
    start = process_time()
    read_page("<html>" + piece * (2_000_000 // len(piece)), SEEN)
    assert process_time() - start < 10
