"""What stores, fanpages, keyboards and cameras do to a title."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from . import words
from .folding import plain

_TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
_SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
_LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_LOOKALIKE = str.maketrans("aeopcxyAEOPCXTHKM", "аеорсхуАЕОРСХТНКМ")
_EMOJI = ("🔥", "⚔️", "🎮", "💎", "★", "✨", "™", "®", "【Official】", "[Chính thức]", "🐉")
_OCR = (
    ("m", "rn"),
    ("l", "I"),
    ("I", "l"),
    ("O", "0"),
    ("o", "0"),
    ("B", "8"),
    ("d", "cl"),
    ("Đ", "D"),
)


def _typed(text: str, *, vni: bool) -> str:
    """Vietnamese as a keyboard without its input method leaves it: ``Kieems`` or ``Kie6m1``."""
    whole = unicodedata.normalize("NFC", text)
    return re.sub(r"\w+", lambda word: _typed_word(word[0], vni=vni), whole)


def _typed_word(word: str, *, vni: bool) -> str:
    letters: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter][vni]
        elif letter in _SHAPES:
            before = letters[-1]
            telex = "w" if _SHAPES[letter] != "6" else before.lower()
            letters.append(_SHAPES[letter] if vni else telex)
        elif letter in "đĐ":
            letters += ["d" if letter == "đ" else "D", "9" if vni else "d"]
        else:
            letters.append(letter)
    return "".join(letters) + tone


def telex(text: str, dice: random.Random) -> str:
    """Raw Telex."""
    return _typed(text, vni=False)


def vni(text: str, dice: random.Random) -> str:
    """Raw VNI."""
    return _typed(text, vni=True)


def nodia(text: str, dice: random.Random) -> str:
    """Marks left out; case stays."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def wrongdia(text: str, dice: random.Random) -> str:
    """One or two tones are others than they should be."""
    letters = list(unicodedata.normalize("NFD", text))
    toned = [place for place, letter in enumerate(letters) if letter in _TONES]
    for place in dice.sample(toned, min(len(toned), dice.choice([1, 1, 2]))):
        letters[place] = dice.choice([tone for tone in _TONES if tone != letters[place]])
    return unicodedata.normalize("NFC", "".join(letters))


def leet(text: str, dice: random.Random) -> str:
    """Digits for letters; a title that has digits of its own stays as it is."""
    if re.search(r"\d", text):
        return text
    chosen = dice.sample(sorted(_LEET), 3)
    return "".join(
        _LEET[letter.lower()] if letter.lower() in chosen else letter
        for letter in nodia(text, dice)
    )


def _styled(letter: str, start_upper: int, start_lower: int) -> str:
    if "A" <= letter <= "Z":
        return chr(start_upper + ord(letter) - 65)
    return chr(start_lower + ord(letter) - 97) if "a" <= letter <= "z" else letter


def ustyle(text: str, dice: random.Random) -> str:
    """Bold, script, full-width or circled letters, Cyrillic look-alikes, or decomposed marks."""
    way = dice.randrange(6)
    if way == 0:
        return "".join(_styled(letter, 0x1D400, 0x1D41A) for letter in text)
    if way == 1:
        return "".join(_styled(letter, 0xFF21, 0xFF41) for letter in nodia(text, dice))
    if way == 2:
        return "".join(_styled(letter, 0x1D5D4, 0x1D5EE) for letter in nodia(text, dice))
    if way == 3:
        return "".join(_styled(letter, 0x24B6, 0x24D0) for letter in nodia(text, dice))
    return text.translate(_LOOKALIKE) if way == 4 else unicodedata.normalize("NFD", text)


def zerowidth(text: str, dice: random.Random) -> str:
    """Invisible signs between letters."""
    return "".join(
        letter + (dice.choice("\u200b\u200d\u00ad\u2060") if dice.random() < 0.25 else "")
        for letter in text
    )


def rtl(text: str, dice: random.Random) -> str:
    """Marks of writing direction around words; the order of letters stays."""
    return (
        " ".join(f"\u200f{word}\u200e" if dice.random() < 0.5 else word for word in text.split())
        + "\u202c"
    )


def spaced(text: str, dice: random.Random) -> str:
    """A space, dot or dash between letters, more between words."""
    sign = dice.choice([" ", ".", "-", "·"])
    return "  ".join(sign.join(word) for word in text.split())


def joined(text: str, dice: random.Random) -> str:
    """Words without spaces, or with another sign between them."""
    return dice.choice(["", "", "_", "-", "."]).join(
        word[:1].upper() + word[1:] for word in text.split()
    )


def repeated(text: str, dice: random.Random) -> str:
    """One or two letters held too long."""
    letters = list(text)
    places = [place for place, letter in enumerate(letters) if letter.isalpha()]
    for place in dice.sample(places, min(len(places), dice.choice([1, 2]))):
        letters[place] *= dice.choice([2, 3, 4])
    return "".join(letters)


def case(text: str, dice: random.Random) -> str:
    """Upper, lower or alternating."""
    way = dice.randrange(3)
    if way == 2:
        return "".join(
            letter.upper() if place % 2 else letter.lower() for place, letter in enumerate(text)
        )
    return text.lower() if way else text.upper()


def emoji(text: str, dice: random.Random) -> str:
    """A sign or badge at an end."""
    sign = dice.choice(_EMOJI)
    return f"{text} {sign}" if dice.random() < 0.5 else f"{sign} {text}"


def typo(text: str, dice: random.Random) -> str:
    """A letter lost, doubled by its neighbour, or exchanged with it."""
    letters = list(text)
    places = [place for place in range(1, len(letters) - 1) if letters[place].isalpha()]
    place = dice.choice(places)
    way = dice.randrange(3)
    if way == 0:
        letters[place : place + 2] = letters[place : place + 2][::-1]
    elif way == 1:
        del letters[place]
    else:
        letters[place] = dice.choice("abcdeghiklmnoprstuvxy")
    return "".join(letters)


def ocr(text: str, dice: random.Random) -> str:
    """One or two confusions of a text read from a picture."""
    possible = [pair for pair in _OCR if pair[0] in text]
    for old, new in dice.sample(possible, min(len(possible), dice.choice([1, 2]))):
        place = dice.choice([match.start() for match in re.finditer(re.escape(old), text)])
        text = text[:place] + new + text[place + len(old) :]
    return text


def version(text: str, dice: random.Random) -> str:
    """A version after the title."""
    number = f"{dice.randrange(1, 9)}.{dice.randrange(0, 20)}"
    return text + dice.choice([f" v{number}", f" {number}.{dice.randrange(9)}", f" (Ver {number})"])


def genre(text: str, dice: random.Random) -> str:
    """A phrase that says what kind of game it is."""
    return text + dice.choice([": ", " - ", " | ", " – "]) + dice.choice(words.listed("genres"))


def fanpage(text: str, dice: random.Random) -> str:
    """The phrases of pages around a title."""
    return dice.choice(words.listed("pages")).format(text)


# Letters are damaged first, then written in another way, then wrapped.
DAMAGES: Mapping[str, Callable[[str, random.Random], str]] = {
    "typo": typo, "ocr": ocr, "repeated": repeated, "wrongdia": wrongdia,
}  # fmt: skip
WRAPS: Mapping[str, Callable[[str, random.Random], str]] = {
    "version": version, "genre": genre, "fanpage": fanpage,
}  # fmt: skip
WRITINGS: Mapping[str, Callable[[str, random.Random], str]] = {
    "nodia": nodia, "telex": telex, "vni": vni, "leet": leet, "case": case, "joined": joined,
    "spaced": spaced, "zerowidth": zerowidth, "rtl": rtl, "ustyle": ustyle, "emoji": emoji,
}  # fmt: skip
# Of these at most one: together nobody could read the title.
_HEAVY = {
    "telex",
    "vni",
    "leet",
    "spaced",
    "joined",
    "ocr",
    "typo",
    "repeated",
    "nodia",
    "wrongdia",
}


def compatible(chosen: Sequence[str]) -> bool:
    """Whether a person could still read a title with all these."""
    heavy = set(chosen) & _HEAVY
    if {"joined", "spaced"} & heavy and {"version", "genre", "fanpage"} & set(chosen):
        return False
    return len(heavy) < 2 or heavy in (
        {"nodia", "typo"},
        {"nodia", "joined"},
        {"nodia", "repeated"},
    )


def unreadable(text: str) -> bool:
    """Whether hardly a letter is left."""
    return len(plain(text)) < 3
