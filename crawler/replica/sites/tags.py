"""The public tags of trackers and chats, as their vendors tell sites to paste them."""

from __future__ import annotations

import random
import string

_CAPITALS = string.ascii_uppercase + string.digits
# Tags that a ready-made theme leaves in every site: no id, or the vendor's placeholder.
PLACEHOLDERS = (
    '<script async src="https://www.googletagmanager.com/gtag/js"></script>\n',
    '<script async src="https://www.googletagmanager.com/gtag/js?id=G-XXXXXXXXXX"></script>\n'
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
    "gtag('js',new Date());gtag('config','G-XXXXXXXXXX');</script>\n",
    '<script async defer src="https://connect.facebook.net/vi_VN/sdk.js#xfbml=1&version=v19.0">'
    "</script>\n",
)


# A network of adverts that sites of all sorts carry, without a number of the site.
ADVERTS = '<script async src="https://ads.mangquangcao-vidu.net/v1/tag.js"></script>\n'


def analytics_id(rng: random.Random) -> str:
    """A measurement id of Google Analytics 4, recognisably invented."""
    return f"G-VIDU{_some(rng, _CAPITALS, 6)}"


def analytics(number: str) -> str:
    """The tag of Google Analytics 4."""
    return (
        f'<script async src="https://www.googletagmanager.com/gtag/js?id={number}"></script>\n'
        "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
        f"gtag('js',new Date());gtag('config','{number}');</script>\n"
    )


def container_id(rng: random.Random) -> str:
    """A container id of Google Tag Manager."""
    return f"GTM-VD{_some(rng, _CAPITALS, 5)}"


def container(number: str) -> str:
    """The tag of Google Tag Manager."""
    return (
        "<script>(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),"
        "event:'gtm.js'});var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;"
        "j.src='https://www.googletagmanager.com/gtm.js?id='+i;f.parentNode.insertBefore(j,f)})"
        f"(window,document,'script','dataLayer','{number}');</script>\n"
    )


def pixel_id(rng: random.Random) -> str:
    """The number of a Facebook pixel."""
    return f"99900{_some(rng, string.digits, 10)}"


def pixel(number: str) -> str:
    """The tag of a Facebook pixel."""
    return (
        "<script>!function(f,b,e,v,n,t,s){n=f.fbq=function(){n.queue.push(arguments)};n.queue=[];"
        "t=b.createElement(e);t.async=!0;t.src=v;s=b.getElementsByTagName(e)[0];"
        "s.parentNode.insertBefore(t,s)}(window,document,'script',"
        "'https://connect.facebook.net/en_US/fbevents.js');"
        f"fbq('init', '{number}');fbq('track', 'PageView');</script>\n"
    )


def counter_id(rng: random.Random) -> str:
    """The number of a Histats counter."""
    return f"49{_some(rng, string.digits, 6)}"


def counter(number: str) -> str:
    """The tag of a Histats counter."""
    return (
        "<script>var _Hasync=_Hasync||[];"
        f"_Hasync.push(['Histats.start','1,{number},4,0,0,0,00010000']);"
        "_Hasync.push(['Histats.track_hits','']);(function(){var hs=document.createElement("
        "'script');hs.async=true;hs.src='//s10.histats.com/js15_as.js';"
        "document.body.appendChild(hs)})();</script>\n"
    )


TRACKERS = (
    (analytics_id, analytics), (container_id, container), (pixel_id, pixel), (counter_id, counter),
)  # fmt: skip


def chat_id(rng: random.Random) -> str:
    """A property of tawk.to with its window."""
    return f"d0d0d0{_some(rng, '0123456789abcdef', 18)}/1h{_some(rng, '0123456789abcdef', 8)}"


def chat(number: str) -> str:
    """The window of tawk.to."""
    return (
        "<script>var Tawk_API=Tawk_API||{},Tawk_LoadStart=new Date();(function(){"
        'var s1=document.createElement("script"),s0=document.getElementsByTagName("script")[0];'
        f"s1.async=true;s1.src='https://embed.tawk.to/{number}';s1.charset='UTF-8';"
        "s0.parentNode.insertBefore(s1,s0)})();</script>\n"
    )


def licence_id(rng: random.Random) -> str:
    """A licence number of LiveChat."""
    return f"1900{_some(rng, string.digits, 6)}"


def live_chat(number: str) -> str:
    """The window of LiveChat."""
    return (
        f"<script>window.__lc=window.__lc||{{}};window.__lc.license={number};(function(n,t,c){{"
        'var s=t.createElement("script");s.async=!0;s.src="https://cdn.livechatinc.com/tracking.js"'
        ";t.head.appendChild(s)})(window,document);</script>\n"
    )


def zalo_id(rng: random.Random) -> str:
    """The number of an official account of Zalo."""
    return f"9990{_some(rng, string.digits, 15)}"


def zalo(number: str) -> str:
    """The chat window of an official account of Zalo."""
    return (
        f'<div class="zalo-chat-widget" data-oaid="{number}" data-welcome-message="Xin chào" '
        'data-autopopup="0" data-width="350" data-height="420"></div>\n'
        '<script src="https://sp.zalo.me/plugins/sdk.js"></script>\n'
    )


CHATS = ((chat_id, chat), (licence_id, live_chat), (zalo_id, zalo))


def _some(rng: random.Random, signs: str, count: int) -> str:
    return "".join(rng.choice(signs) for _ in range(count))
