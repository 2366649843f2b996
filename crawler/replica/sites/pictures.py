"""Pictures of the sites: favicons, banners with words in them, photographs of nothing."""

from __future__ import annotations

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from crawler.replica.answers import Reply


def png_reply(data: bytes) -> Reply:
    """A PNG picture as an answer."""
    return Reply(200, data, "image/png")


@cache
def favicon(key: str) -> bytes:
    """A small square of 8 by 8 blocks that only the same key gives again."""
    rng = random.Random(f"favicon {key}")
    picture = Image.new("RGB", (8, 8))
    back, front = _colour(rng), _colour(rng)
    half = [[rng.random() < 0.5 for _ in range(4)] for _ in range(8)]
    for y in range(8):
        for x in range(8):
            picture.putpixel((x, y), front if half[y][min(x, 7 - x)] else back)
    return _saved(picture.resize((32, 32), Image.Resampling.NEAREST))


@cache
def banner(key: str, lines: tuple[str, ...], *, width: int = 640, height: int = 200) -> bytes:
    """A banner whose words exist only in the picture; they bear no marks (the font has none)."""
    rng = random.Random(f"banner {key}")
    picture = Image.new("RGB", (width, height), _colour(rng, 90))
    draw = ImageDraw.Draw(picture)
    for _ in range(24):
        x, y, r = rng.randrange(width), rng.randrange(height), rng.randrange(10, 90)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(rng, 140))
    size = min(44, height // (len(lines) + 1))
    font = ImageFont.load_default(size)
    for number, line in enumerate(lines):
        at = (40, 24 + number * (height - 40) // max(1, len(lines)))
        draw.text(at, line, font=font, fill="white", stroke_width=2, stroke_fill="black")
    return _saved(picture)


@cache
def photograph(key: str) -> bytes:
    """Hills under a sky: what stock pictures look like to a hash."""
    rng = random.Random(f"photograph {key}")
    picture = Image.new("RGB", (480, 300), _colour(rng, 200))
    draw = ImageDraw.Draw(picture)
    for layer in range(4):
        ground = 120 + layer * 45
        line = [(x, ground + rng.randrange(-40, 40)) for x in range(0, 520, 40)]
        draw.polygon([(0, 300), *line, (480, 300)], fill=_colour(rng, 180 - layer * 35))
    return _saved(picture)


def _colour(rng: random.Random, top: int = 256) -> tuple[int, int, int]:
    return rng.randrange(top), rng.randrange(top), rng.randrange(top)


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
