"""Letters of other scripts and styles that are read as Latin ones; NFKC does the rest."""

from __future__ import annotations

import re
import unicodedata

_PAIRS = {
    # Cyrillic, small then capital
    "аеорсухіјѕһԁԛԝкмтвгуьԍүєнпияѵѡӏзҽҫ": "aeopcyxijshdqwkmtbrybgyehnnrvwlzec",
    "АЕОРСУХІЈЅНКМТВЬҮИЯԀԜѴ": "aeopcyxijshkmtbbynrdwv",
    # Greek
    "αβγειηκνορτυχωϲϳςσμθλπ": "abyeinkvoptuxwcjcouoan",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΛΣΘΩΠΔ": "abezhikmnoptyxaeoona",
    # Armenian, Lisu, Thai, Hebrew, Canadian syllabics, Cherokee and others seen in disguises
    "ոօհսցաքգդլյՕՍՏԼզ": "nohugwpqdljouslq",
    "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ": "abcdefghijklmnoprstuvwxyz",
    "ย๒єคг๏ภรՇ๔ђเ๓ฬ": "ubearonstdhimw",
    "ןקשאץչ": "jpvxyz",
    "ᗩᗷᑕᗪᖴᕼᒍᒪᗰᑎᑭᑫᖇᑌᐯᗯ᙭ᘔ": "abcdfhjlmnpqruvwxz",
    "ᎠᎡᎢᎥᎦᎩᎪᎫᎬᎳᎷᎻᎽᎾᏀᏁᏂᏃᏆᏌᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏩᏳᏴ": "drtisyajewmhyognhziubrwsvslcpkdggb",
    # Latin letters whose Unicode name does not say which
    "ɑɡıəŋƨ℮ðÐß": "agienseđđb",
    "₳฿₵₣₲₭₥₦₱₴₮₩": "abcfgkmnpstw",
}
# LATIN SMALL LETTER L WITH STROKE, LATIN LETTER SMALL CAPITAL N, NEGATIVE SQUARED LATIN CAPITAL
# LETTER O, REGIONAL INDICATOR SYMBOL LETTER V …
_NAME = re.compile(
    r".*\b(?:LATIN|SYMBOL) (?:CAPITAL |SMALL )?LETTER (?:SMALL CAPITAL )?(?:[A-Z]{2,} )*([A-Z])"
    r"(?: WITH .*)?"
)
_BLANKS = "\u3164\u2800\u115f\u1160\uffa0"  # letters and patterns that show nothing

LOOKALIKES = {
    strange: letter
    for strangers, letters in _PAIRS.items()
    for strange, letter in zip(strangers, letters, strict=True)
} | dict.fromkeys(_BLANKS, " ")


def letter_named(char: str) -> str | None:
    """The Latin letter, or the digit, that the character's Unicode name or number says it is."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    match = _NAME.fullmatch(unicodedata.name(char, ""))
    return match[1].lower() if match else None
