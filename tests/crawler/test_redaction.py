"""Nothing that opens an account outlives the way in, and nothing else is touched."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.redaction import redacted

TOKEN = "EAA" + "Bwz7" * 12
SECRET = "s3cretValue"


@pytest.mark.parametrize(
    "text",
    [
        f"https://graph.facebook.com/v24.0/ads_archive?access_token={SECRET}&after=x",
        f"https%3A%2F%2Fgraph.facebook.com%2F%3Faccess_token%3D{SECRET}%26x",
        f'{{"next":"https:\\/\\/graph.facebook.com?access_token={SECRET}\\u0026after=x"}}',
        f'{{"access_token":"{SECRET}"}}',
        f'{{"accessToken": "{SECRET}"}}',
        f"Bearer {TOKEN}",
        f'["DTSGInitialData",[],{{"token":"{SECRET}"}},258]',
        f'["DTSGInitData",[],{{"token":"","async_get_token":"{SECRET}"}},3]',
        f'["LSD",[],{{"token":"{SECRET}"}},323]',
        f'<input type="hidden" name="fb_dtsg" value="{SECRET}" autocomplete="off">',
        f'<input name="lsd" value="{SECRET}">',
        f'{{"a":"{{\\"fb_dtsg\\":\\"{SECRET}\\"}}"}}',
        f"doc_id=1&fb_dtsg={SECRET}&lsd={SECRET}&jazoest={SECRET}",
        f"Cookie: datr={SECRET}; sb={SECRET}; c_user={SECRET}; xs={SECRET}",
        f"sb={SECRET}; fr={SECRET}; presence=1",
        f'{{"name":"cookie","value":"a={SECRET}; b=1"}}',
        f'{{"name": "xs", "value": "{SECRET}", "path": "/"}}',
        f'["CurrentUserInitialData",[],{{"ACCOUNT_ID":"{SECRET}","NAME":"{SECRET}"}},270]',
    ],
)
def test_secret_is_taken_out(text: str) -> None:
    kept = redacted(text)
    assert SECRET not in kept
    assert TOKEN not in kept
    assert "access_token=" not in kept
    assert redacted(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Bánh cookie: 20k, ship toàn quốc; xs=nhỏ",
        "https://vidu.example/?xs=1&fr=2&sb=3",
        "EAA là gì? EAAbc",
        '{"end_cursor":"AQHREAABwz7Bwz7Bwz7Bwz7"}',
        '{"name":"Trang Ví Dụ","value":"5"}',
        '["LSD",[],{"x":1}]',
        "",
    ],
)
def test_all_else_stays(text: str) -> None:
    assert redacted(text) == text


@given(
    st.recursive(
        st.text() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["access_token", "lsd", "name", "value", "cookie", "a"]), inner
            )
        ),
    )
)
def test_json_stays_json(value: object) -> None:
    assert type(json.loads(redacted(json.dumps(value)))) is type(value)


@given(st.text(alphabet="\"'\\;=&: {}[],cookienamexsvluEA_token", max_size=80))
def test_it_ends_and_stays_as_it_is(text: str) -> None:
    kept = redacted(text)
    assert redacted(kept) == kept


@pytest.mark.timing
@pytest.mark.parametrize("piece", ["\\", '"', "; xs=", "EAA", "access_token", '"LSD",[],{', "name"])
def test_text_made_to_harm_is_read_in_seconds(piece: str) -> None:
    start = process_time()
    redacted(piece * (2_000_000 // len(piece)))
    assert process_time() - start < 10
