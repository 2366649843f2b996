"""What a form of files of names is: how it is known, and how a line is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LineReader = Callable[[bytes], list[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of files of names, a line at a time.

    ``fits`` looks at the first line with content. ``reader`` sees the first lines and gives what
    reads each line in turn: a line that holds no name as the form has them it gives back, to be
    refused with its number.
    """

    fits: Callable[[bytes], bool]
    reader: Callable[[Sequence[bytes]], LineReader]
