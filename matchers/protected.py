"""What a protected name covers: it is read as any pasted address is, and as a package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matchers.domains.suffixes import suffixes
from matchers.stores import is_package
from matchers.subjects import KIND_OF, TURNED_ROUND, SubjectKind, identify


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A name as it is kept, or the sentence that says why it covers nothing."""

    name: str | None = None
    refused: str | None = None


def covered(written: str) -> Covered:
    """A subject id, or a bare package: that covers the app in every store."""
    text = written.strip()
    found = identify(text)
    if found.subject is not None:
        return Covered(name=found.subject)
    suffix = _public_suffix(text)
    if suffix is not None:
        why = f"{suffix} is a public suffix: what lies below it has owners without number."
        return Covered(refused=f"{why} Name one site: vidu.{suffix}")
    if "*" in text:
        why = "A wildcard covers nobody: a site is protected with all below it."
        return Covered(refused=f"{why} Write the site alone: vidu.vn")
    if is_package(text) and text.lower().startswith(TURNED_ROUND):
        return Covered(name=text)
    return Covered(refused=found.refused)


def _public_suffix(text: str) -> str | None:
    """The suffix that the text is, written alone or as the subject of a site."""
    suffix = text.lower().removeprefix(f"{SubjectKind.DOMAIN}:").strip(".")
    return suffix if suffix and suffix in suffixes() else None


def told(name: str) -> str:
    """What a kept name covers, in words."""
    prefix, colon, rest = name.partition(":")
    if not colon:
        return f"the app with the package {name} in every store"
    kind = KIND_OF.get(prefix, SubjectKind.APP)
    if kind is SubjectKind.DOMAIN:
        return f"the site {rest} and all below it"
    if kind is SubjectKind.PAGE:
        return f"the page {name} and its adverts"
    return f"the advert {name}" if kind is SubjectKind.ADVERT else f"the app {name}"


def folded(approved: Mapping[str, str]) -> Mapping[str, str]:
    """The names as they stand and as they are kept today; those of old were stored as written."""
    subjects = {covered(name).name: why for name, why in approved.items()}
    return {**{name: why for name, why in subjects.items() if name}, **approved}
