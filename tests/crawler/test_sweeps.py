"""When a sweep ends with 3."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.sweeps import Swept, why_unasked


@pytest.mark.parametrize(
    "told",
    [{"gaps": ("G1",)}, {"unstamped": "why"}, {"uncopied": "why"}, {"drifts": ("what fell",)}],
)
def test_a_sweep_that_has_something_to_tell_needs_a_look(told: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"crawls": (), "gaps": (), "interrupted": False}
    assert not Swept(**whole).needs_a_look
    assert Swept(**(whole | told)).needs_a_look


def test_what_was_not_asked_is_told_with_what_to_name() -> None:
    assert "--term domain:vidu.com" in why_unasked("domains")
    assert "--term google:com.vidu.game" in why_unasked("galaxy_store")
