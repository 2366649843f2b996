"""Files of listings, as people hand them in."""

from __future__ import annotations

import pytest

from crawler.errors import ListingsRefused
from crawler.listings import read_listings
from crawler.records import Listing


def read(text: str) -> list[Listing]:
    return list(read_listings(text.splitlines(keepends=True), "listings"))


@pytest.mark.parametrize(
    "text",
    [
        "id,title,publisher\n7,Đảo Rồng,Ví Dụ\n",
        "listing_id,title,developer\n7,Đảo Rồng,Ví Dụ\n",
        "\ufeffID,Title,Publisher\n\n7,Đảo Rồng,Ví Dụ\n",
        '{"id": 7, "title": "Đảo Rồng", "publisher": "Ví Dụ"}\n\n',
        '{"listing_id": "7", "title": "Đảo Rồng", "developer": "Ví Dụ"}',
    ],
)
def test_each_form_gives_the_same_listing(text: str) -> None:
    assert read(text) == [Listing(id="7", title="Đảo Rồng", publisher="Ví Dụ")]


def test_an_empty_publisher_is_not_known() -> None:
    assert read("id,title,publisher\n7,Đảo Rồng,\n")[0].publisher is None


def test_a_listing_without_an_id_gets_its_number() -> None:
    assert [one.id for one in read("title\nA\nB\n")] == ["1", "2"]


def test_text_url_and_package_are_kept() -> None:
    (one,) = read('id,title,text,url,package\n1,A,"x\ny",https://a.example,com.a\n')
    assert (one.text, one.url, one.package) == ("x\ny", "https://a.example", "com.a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("id,name\n1,A\n", "but no title"),
        ("id,title\n1\n", "line 2 has another number of cells"),
        ('id,title\n1,"A\n', "is not CSV"),
        ('{"id": 1, "title": "A"}\n{"id": \n', "line 2 is not JSON"),
        ('{"id": 1, "title": "A"}\n[1]\n', "line 2 is no JSON object"),
        ('{"id": 1}\n', "listing 1 has no title"),
    ],
)
def test_what_cannot_be_read_is_refused_by_line(text: str, words: str) -> None:
    with pytest.raises(ListingsRefused, match=words):
        read(text)


@pytest.mark.parametrize(
    "text", ["id,title\n1,\n2,A\n", '{"id": 1, "title": ""}\n{"title": "A"}\n']
)
def test_an_empty_title_is_read_and_hinders_no_other(text: str) -> None:
    assert [(one.id, one.title) for one in read(text)] == [("1", ""), ("2", "A")]
