"""Letters of other scripts and styles that are read as Latin ones. NFKC does the rest."""

from __future__ import annotations

_PAIRS = {
    # Cyrillic, small then capital
    "аеорсухіјѕһԁԛԝкмтвгуьԍүє": "aeopcyxijshdqwkmtbrybgye",
    "АЕОРСУХІЈЅНКМТВЬҮ": "aeopcyxijshkmtbby",
    # Greek
    "αβγειηκνορτυχωϲϳ": "abyeinkvoptuxwcj",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "abezhikmnoptyx",
    # Armenian, Lisu, Thai and others seen in disguises
    "ոօհսցաքքգդ": "nohugwpqqd",
    "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ": "abcdefghijklmnoprstuvwxyz",
    "ย๒єคг๏ภรՇ": "ubearonst",
    # small capitals and stroke letters, which have no decomposition
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ": "abcdefghijklmnoprstuvwyz",
    "ŧłøħđðƀɨʉɑɡıⱥǥ": "tlohđđbiuagiag",
    "ŦŁØĦÐƁɃƗɄȺ": "tlohđbbiua",
}


def _styled_letters() -> dict[str, str]:
    """Negative circled and squared letters, and the emoji that are letters."""
    blocks = {0x1F150: 26, 0x1F170: 26}
    styled = {
        chr(first + place): chr(ord("a") + place)
        for first, size in blocks.items()
        for place in range(size)
    }
    return styled | {"❌": "x", "✖": "x", "⭕": "o", "\u3164": " ", "\u2800": " ", "\u115f": " "}


LOOKALIKES = {
    strange: letter
    for strangers, letters in _PAIRS.items()
    for strange, letter in zip(strangers, letters, strict=True)
} | _styled_letters()
