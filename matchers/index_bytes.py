"""The index of a register as bytes that can be kept, and what names them."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from matchers.engine.compiling import engine_digest
from matchers.engine.index import Index
from matchers.engine.letters import alphabet

_DIGEST = hashlib.sha256().digest_size
_LENGTH = 4  # bytes of the length of the list of arrays, little-endian
# What compiled code is given. Another type, above all one that holds objects, is never made.
_TYPES = {np.dtype(name).str: np.dtype(name) for name in ("u1", "u2", "u4", "i4", "u8", "f4")}


def index_digest(titles: Sequence[str], publishers: Sequence[str]) -> str:
    """Names the index of these entries: 32 hex digits, others for any other text or rule."""
    found = hashlib.sha256(engine_digest().encode())
    for part in alphabet():
        found.update(part.tobytes())
    for path in sorted(resources.files("matchers").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            found.update(hashlib.sha256(path.read_bytes()).digest())
    # ASCII: a title may hold half a pair of surrogates, which no other form of text takes.
    found.update(json.dumps([titles, publishers]).encode("ascii"))
    return found.hexdigest()[:32]


def pack(index: Index) -> bytes:
    """The index with a digest in front; ``unpack`` gives it back equal."""
    named = list(_arrays(index))
    listed = json.dumps([(name, part.dtype.str, part.shape) for name, part in named]).encode()
    body = b"".join(
        (len(listed).to_bytes(_LENGTH, "little"), listed, *(part.tobytes() for _, part in named))
    )
    return hashlib.sha256(body).digest() + body


def unpack(packed: bytes) -> Index:
    """The index that was packed; raises ``ValueError`` for all that was not packed just so."""
    body = memoryview(packed)[_DIGEST:]
    if hashlib.sha256(body).digest() != packed[:_DIGEST]:
        raise ValueError("its digest is another one")
    try:
        return _unpacked(body)
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError(f"its list of arrays cannot be read ({error})") from error


def _unpacked(body: memoryview) -> Index:
    start = _LENGTH + int.from_bytes(body[:_LENGTH], "little")
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, kind, shape in json.loads(bytes(body[_LENGTH:start])):
        dtype = _TYPES[kind]
        end = start + dtype.itemsize * math.prod(shape)
        # A copy is aligned and may be written to: for others the engine would be compiled anew.
        arrays[name] = np.frombuffer(body[start:end], dtype=dtype).reshape(shape).copy()
        start = end
    if start != len(body):
        raise ValueError("bytes stand behind its arrays")
    index: Index = _filled(Index, "", arrays)
    if arrays:
        raise ValueError(f"it has arrays of another version: {', '.join(sorted(arrays))}")
    return index


def _arrays(values: Any, above: str = "") -> Iterator[tuple[str, npt.NDArray[Any]]]:
    """All arrays of a tree of named tuples, each with its path."""
    for name, value in zip(values._fields, values, strict=True):
        if isinstance(value, np.ndarray):
            yield above + name, value
        else:
            yield from _arrays(value, f"{above}{name}.")


def _filled(kind: Any, above: str, arrays: dict[str, npt.NDArray[Any]]) -> Any:
    """A named tuple of ``kind`` with the arrays of its paths, which are taken out."""
    found = []
    for name, hint in get_type_hints(kind).items():
        if hasattr(hint, "_fields"):
            found.append(_filled(hint, f"{above}{name}.", arrays))
            continue
        part = arrays.pop(above + name)
        if part.dtype.type not in _wanted(hint, part):
            raise ValueError(f"{above}{name} is of type {part.dtype}")
        found.append(part)
    return kind(*found)


def _wanted(hint: Any, part: npt.NDArray[Any]) -> tuple[Any, ...]:
    """The types of numbers that an annotation names; ``Any`` names none, so any will do."""
    return (part.dtype.type,) if hint is Any else get_args(get_args(hint)[1])
