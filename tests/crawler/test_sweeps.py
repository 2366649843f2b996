"""When a sweep ends with 3."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.sweeps import Swept


@pytest.mark.parametrize("told", [{"gaps": ("G1",)}, {"unstamped": "why"}, {"uncopied": "why"}])
def test_a_sweep_that_has_something_to_tell_needs_a_look(told: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"crawls": (), "gaps": (), "interrupted": False}
    assert not Swept(**whole).needs_a_look
    assert Swept(**(whole | told)).needs_a_look
