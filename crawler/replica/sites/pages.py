"""HTML as sites serve it: heads with their meta, menus, footers, scripts, forms and pictures."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from crawler.replica.answers import Reply, html_reply

# Served by nobody here: what all sites of the world load, as sites load jQuery.
LIBRARY = "https://cdn.thuvienchung-vidu.net/jquery/3.6.4/jquery.min.js"


class Theme(StrEnum):
    """Ready-made designs; strangers share them, as they do in the world."""

    BLOG = "hoacai"
    LOBBY = "sanhchinh"
    SHOP = "quaynho"
    PORTAL = "congtin"
    NEWS = "tobao"


OLD = "windows-1258"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WHOLE = "ÀÁÈÉÊÍÓÙÚàáèéêíóùúÑñ"  # has them whole
# What generators of policies put into sites of all sorts.
POLICY = (
    "Chúng tôi tôn trọng quyền riêng tư của người truy cập và chỉ thu thập dữ liệu cần thiết.",
    "Dữ liệu được lưu trên máy chủ của nhà cung cấp trong thời hạn mà pháp luật cho phép.",
    "Bạn có thể yêu cầu xem, sửa hoặc xóa dữ liệu của mình bằng cách gửi thư đến quản trị viên.",
    "Trang có thể dùng cookie để ghi nhớ lựa chọn; bạn có thể tắt cookie trong trình duyệt.",
    "Chính sách này có thể được cập nhật, bản mới có hiệu lực khi đăng lên trang.",
)


_STYLES = {
    Theme.BLOG: "body{font:16px/1.7 Georgia,serif;color:#333}.wrap{max-width:960px;margin:auto}"
    ".menu li{display:inline-block;margin:0 12px}.card{border-bottom:1px solid #eee;padding:18px 0}"
    ".foot{background:#f5f5f5;padding:24px;font-size:13px}img{max-width:100%}",
    Theme.LOBBY: "body{background:#120821;color:#f2e6c9;font:15px/1.5 Roboto,Arial}"
    ".wrap{max-width:1180px;margin:auto}.menu li{display:inline-block;padding:10px 14px;color:gold}"
    ".card{display:inline-block;width:220px;margin:8px;background:#2a1447;border-radius:10px}"
    ".foot{border-top:1px solid #5b3a8c;padding:20px;font-size:12px;color:#a99}img{max-width:100%}",
    Theme.SHOP: "body{font:15px/1.6 'Be Vietnam Pro',Arial;color:#222}.wrap{max-width:1140px;"
    "margin:auto}.menu li{display:inline-block;padding:8px 16px}.card{display:inline-block;"
    "width:260px;margin:10px;box-shadow:0 1px 4px #bbb}.foot{background:#263238;color:#cfd8dc;"
    "padding:28px}img{max-width:100%}",
    Theme.PORTAL: "body{font:15px/1.6 Arial;color:#1a1a1a}.wrap{max-width:1100px;margin:auto}"
    ".menu{background:#b71c1c;color:#fff}.menu li{display:inline-block;padding:10px 14px}"
    ".card{padding:10px 0;border-bottom:1px dotted #bbb}.foot{background:#8e0000;color:#fff;"
    "padding:18px}img{max-width:100%}",
    Theme.NEWS: "body{font:17px/1.6 Merriweather,serif;color:#111}.wrap{max-width:1020px;"
    "margin:auto}.menu li{display:inline-block;padding:6px 12px;font:14px Arial}.card{padding:14px "
    "0;border-bottom:1px solid #ddd}.foot{border-top:3px solid #111;padding:18px;font:13px Arial}"
    "img{max-width:100%}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What all pages of one site have in common."""

    host: str
    name: str
    theme: Theme
    menu: Sequence[tuple[str, str]]  # label, address
    footer: Sequence[str]
    head: str = ""  # trackers and the like
    tail: str = ""  # chat windows and the like
    language: str = "vi"
    scheme: str = "https"


def page(look: Look, title: str, description: str, body: str, *, path: str = "/") -> str:
    """A whole document."""
    address = f"{look.scheme}://{look.host}{path}"
    about = {"@context": "https://schema.org", "@type": "WebSite", "name": look.name}
    about["url"] = f"{look.scheme}://{look.host}/"
    menu = "".join(
        f'<li class="menu-item"><a href="{escape(href)}">{escape(label)}</a></li>'
        for label, href in look.menu
    )
    foot = "".join(f"<p>{line}</p>" for line in look.footer)
    return f"""<!DOCTYPE html>
<html lang="{look.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<meta name="description" content="{escape(description)}">
<link rel="canonical" href="{escape(address)}">
<meta property="og:type" content="website">
<meta property="og:title" content="{escape(title)}">
<meta property="og:description" content="{escape(description)}">
<meta property="og:url" content="{escape(address)}">
<meta name="generator" content="{look.theme} 2.4">
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/theme/{look.theme}/style.css">
<style>{_STYLES[look.theme]}</style>
<script type="application/ld+json">{json.dumps(about, ensure_ascii=False)}</script>
<script src="{LIBRARY}" defer></script>
{look.head}</head>
<body class="{look.theme} home">
<header class="wrap"><a class="logo" href="/">{escape(look.name)}</a>
<nav><ul class="menu">{menu}</ul></nav></header>
<main class="wrap">
{body}
</main>
<footer class="foot"><div class="wrap">{foot}</div></footer>
<script>document.querySelectorAll('.menu a').forEach(function(a){{
if(a.getAttribute('href')===location.pathname){{a.className='on'}}}});</script>
{look.tail}</body>
</html>
"""


def section(heading: str, *blocks: str, level: int = 2) -> str:
    """A heading with what stands below it."""
    return f"<section><h{level}>{escape(heading)}</h{level}>\n" + "\n".join(blocks) + "</section>"


def paragraphs(lines: Sequence[str]) -> str:
    """Plain paragraphs."""
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines)


def cards(entries: Sequence[tuple[str, str, str]], *, picture: str | None = None) -> str:
    """Tiles: heading, words, address of each."""
    image = f'<img src="{picture}" alt="" loading="lazy">' if picture else ""
    return "\n".join(
        f'<article class="card">{image}<h3><a href="{escape(href)}">{escape(heading)}</a></h3>'
        f"<p>{escape(words)}</p></article>"
        for heading, words, href in entries
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with one head line."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def form(action: str, fields: Sequence[tuple[str, str, str]], button: str) -> str:
    """A form: type, name and label of each field."""
    rows = "".join(
        f'<label>{escape(label)} <input type="{kind}" name="{name}" placeholder="{escape(label)}">'
        "</label>"
        for kind, name, label in fields
    )
    return (
        f'<form method="post" action="{escape(action)}" class="form">{rows}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def picture(address: str, words: str = "") -> str:
    """A picture with its alternative words."""
    return f'<img src="{escape(address)}" alt="{escape(words)}">'


def policy(look: Look) -> Reply:
    """The page of a generated policy, the same on strangers' sites."""
    body = section("Chính sách", paragraphs(POLICY))
    return served(page(look, f"Chính sách - {look.name}", "Chính sách", body, path="/chinh-sach"))


def served(text: str, status: int = 200) -> Reply:
    """A document as an answer."""
    return html_reply(text, status=status)


def old_letters(reply: Reply, *, told: bool) -> Reply:
    """A document in windows-1258, as old sites serve it; the header tells it or only the page."""
    text = reply.body.decode().replace('charset="utf-8"', f'charset="{OLD}"')
    body = "".join(_with_tone_apart(char) for char in text).encode(OLD, "xmlcharrefreplace")
    return replace(
        reply, body=body, content_type=f"text/html; charset={OLD}" if told else "text/html"
    )


def _with_tone_apart(char: str) -> str:
    """windows-1258 has letters with circumflex, breve and horn; the tone follows as a mark."""
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in parts if mark in _TONES)
    if not tone or unicodedata.normalize("NFC", char) in _WHOLE:
        return char
    rest = "".join(mark for mark in parts if mark not in _TONES)
    return unicodedata.normalize("NFC", rest) + tone


def moved(address: str, status: int = 302) -> Reply:
    """A redirect by HTTP."""
    body = f'<html><body>Moved: <a href="{escape(address)}">{escape(address)}</a></body></html>'
    return html_reply(body, status=status, Location=address)
