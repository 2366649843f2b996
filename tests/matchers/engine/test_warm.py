"""After ``matchers.engine.warm`` no text makes the scan compile anything more."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.matchers.scan.test_carrier import TEXTS

_SCRIPT = """
import json, sys
from matchers.engine.warm import main
main()
from matchers.lexicon import load_lexicon
from matchers.page import read_page
from matchers.scan import spots, terms, together, traits, words
from matchers.signal import find_in

def known():
    modules = (spots, terms, together, traits, words)
    every = [one for module in modules for one in vars(module).values()]
    return {str(one.py_func): len(one.signatures) for one in every if hasattr(one, "signatures")}

before = known()
for text in json.load(sys.stdin):
    find_in(read_page([("title", text), ("text", text)], {}, load_lexicon()))
print(json.dumps([len(before), sorted(set(known().items()) - set(before.items()))]))
"""


def test_what_reads_texts_is_compiled_ahead() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=json.dumps([*TEXTS, "x " * 50_000]), capture_output=True, check=True, text=True,
    )  # fmt: skip
    compiled, compiled_later = json.loads(done.stdout)
    assert compiled > 5
    assert compiled_later == []
