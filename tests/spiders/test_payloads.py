"""Each payload folder is a test: ``input.*`` beside ``output.json`` or ``raises.txt``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler import errors
from tests.spiders.payloads import as_json, body_of, cases, parse


@pytest.mark.parametrize("case", cases(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_payload_is_read_as_its_folder_says(case: Path) -> None:
    raises = case / "raises.txt"
    if raises.exists():
        name, _, words = raises.read_text(encoding="utf-8").strip().partition(": ")
        with pytest.raises(getattr(errors, name)) as caught:
            parse(case, body_of(case))
        assert words in str(caught.value)
    else:
        want = json.loads((case / "output.json").read_text(encoding="utf-8"))
        assert as_json(parse(case, body_of(case))) == want
