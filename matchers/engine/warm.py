"""Compiles the engine: ``python -m matchers.engine.warm``, once after it was installed."""

from __future__ import annotations

from matchers.engine.build import build_index
from matchers.engine.model import ranker
from matchers.engine.score import new_scratch, score


def main() -> None:
    """Asks a register of one entry for one listing."""
    index = build_index(["Đảo Rồng"], ["Công ty TNHH Ví Dụ"])
    score(index, ranker(), new_scratch(1), ["Đảo Rồng"], ["Ví Dụ"])


if __name__ == "__main__":
    main()
