"""Public ids are read from markup of any size, and as their services write them."""

from __future__ import annotations

import time

import pytest

from spiders.site.ids import chats_in, trackers_in

ANALYTICS = "a" * 32


@pytest.mark.parametrize(
    ("markup", "service", "number"),
    [
        ('src="https://s4.cnzz.com/z_stat.php?web_id=1&id=1234567890"', "cnzz", "1234567890"),
        (
            f"""data-cf-beacon='{{"version":"2024.1.0","token": "{ANALYTICS}"}}'""",
            "cloudflare_analytics",
            ANALYTICS,
        ),
        (
            "_paq.push(['setSiteId', '7']); var u='//dem.vidu.example/'",
            "matomo",
            "dem.vidu.example#7",
        ),
    ],
)
def test_ids_are_read_as_services_write_them(markup: str, service: str, number: str) -> None:
    assert [(one.service, one.id) for one in trackers_in(markup)] == [(service, number)]


@pytest.mark.timing
@pytest.mark.parametrize(
    "piece",
    [
        *("cnzz.com/", "cnzz.com/?a=", 'data-cf-beacon="', "fbq( ", "ym( ", "subiz_account_id= "),
        *("setSiteId','1 ", "setTrackerUrl' ", "var u ", "clarity' ", "__lc.license ", "\n ", "/"),
    ],
)
def test_ids_in_a_page_made_to_harm_are_looked_for_in_seconds(piece: str) -> None:
    markup = piece * (1_000_000 // len(piece))
    began = time.process_time()
    assert (trackers_in(markup), chats_in(markup)) == ((), ())
    assert time.process_time() - began < 5
