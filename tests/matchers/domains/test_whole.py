"""A brand is not read out of the middle of a word, and everyday names with lucky numbers pass."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from crawler.records import ScreenedName
from matchers.domains.automaton import build_automaton, find_patterns, new_hits
from matchers.domains.patterns import PatternKind
from matchers.domains.screen import screen_names
from matchers.domains.split import symbols_of
from matchers.domains.whole import build_syllables, drop_cut
from matchers.engine.compiling import compiled

BRAND, TERM, ROLE, BENIGN = PatternKind
PATTERNS = {
    "zm88": BRAND, "m88": BRAND, "g88": BRAND, "go88": BRAND, "hay88": BRAND, "win88": BRAND,
    "hit": BRAND, "8ra": BRAND, "zeta88": BRAND, "vao": ROLE, "nhacai": TERM, "logo": BENIGN,
    "darwin": BENIGN, "lim": BENIGN,
}  # fmt: skip


@compiled
def _find(symbols: Any, automaton: Any, kinds: Any, syllables: Any, hits: Any) -> int:
    count = find_patterns(symbols, 0, len(symbols), automaton, hits)
    return drop_cut(symbols, 0, hits, count, kinds, syllables)


def brands_in(label: str) -> set[str]:
    hits, texts = new_hits(), list(PATTERNS)
    kinds = np.array([list(PatternKind).index(kind) for kind in PATTERNS.values()], dtype=np.uint8)
    count = _find(symbols_of(label), build_automaton(texts), kinds, build_syllables(), hits)
    found = {texts[number] for number in hits.pattern[:count].tolist()}
    return {text for text in found if PATTERNS[text] is BRAND}


@pytest.mark.parametrize(
    ("label", "brands"),
    [
        ("m88", {"m88"}),
        ("88m88", {"m88"}),
        ("xin-m88", {"m88"}),
        ("maybom88", set()),  # "bom"
        ("om88", set()),  # a syllable that begins with a vowel, at the name's beginning
        ("kem88vn", set()),
        ("xzm88", {"zm88"}),
        ("xkm88", {"m88"}),  # no syllable ends so
        ("vaom88", {"m88"}),  # right behind a word of entrances
        ("nhacaim88", {"m88"}),
        ("limm88", {"m88"}),  # behind a whole everyday word
        ("lim88", set()),
        ("betong88", set()),
        ("logo88", set()),  # an everyday word, though "go" is a syllable of its own
        ("pogo88", {"go88"}),
        ("mango88", set()),  # "ngo"
        ("chay88", set()),
        ("xehay88", {"hay88"}),
        ("darwin88", set()),
        ("thitbo", set()),
        ("chuthit", set()),
        ("hitbo", {"hit"}),
        ("bo8ra", {"8ra"}),  # a brand that begins with its digit cuts nothing
        ("bozeta88", {"zeta88"}),
    ],
)
def test_a_brand_that_begins_inside_a_word_is_none(label: str, brands: set[str]) -> None:
    assert brands_in(label) == brands


def test_what_lies_behind_a_dropped_brand_stays_in_its_place() -> None:
    hits, texts = new_hits(), ["m88", "vao"]
    kinds = np.array([0, 2], dtype=np.uint8)
    count = _find(symbols_of("bom88vao"), build_automaton(texts), kinds, build_syllables(), hits)
    assert (count, hits.pattern[0], hits.first[0], hits.last[0]) == (1, 1, 5, 8)


# Invented in the manner of shops, firms and services; many such exist by the name.
EVERYDAY = """
    bongden88.com denled68.vn sango88.com sangotunhien68.vn noithatgo88.com dogo68.com.vn
    cuago79.com cuacuon24h.com cuanhom88.vn kinhcuongluc68.com sonnha88.com sonnuoc79.vn
    gachmen68.com gachop88.net matong88.com matongrung79.vn yensao88.vn yensaokhanh79.com
    chekho68.com traxanh88.com.vn caphe79.com caphesach365.vn banhmi88.com banhkem79.vn
    banhtrungthu68.com bunbo79.com phobo88.vn laubo68.com comtam247.vn comga88.com gavuon68.com
    haisan88.com haisantuoi247.vn tomhum79.com cuabien88.vn raucusach365.com traicay79.com
    hoatuoi88.vn hoatuoi24h.com hoaquatang79.net caycanh68.com caykieng88.vn phanbon68.com
    giongcay88.com thucung88.vn thucung365.com chocanh79.com cacanh88.vn thuyloi68.com.vn
    maybom88.com maynuoc79.vn maylanh24h.com dienlanh88.vn dienlanh247.com dienmay68.vn
    suadieuhoa24h.vn thongcong88.com huthamcau79.vn vesinh88.com giatla79.vn giatui24h.com
    suaxe88.com xeoto68.vn oto88.com.vn xemay79.com xedap88.vn thuexe365.com vanchuyen88.vn
    chuyennha79.com taxitai88.com vantai68.vn khobai88.com dulich88.vn dulich365.com
    tourviet79.com khachsan88.com nhanghi68.vn homestay79.vn vemaybay88.com vemaybay247.vn
    vexe24h.com nhahang88.vn quannhau79.com biahoi68.com tiembanh88.net tiemvang68.com
    vangbac88.vn trangsuc79.com dongho88.vn dongho24h.com matkinh68.com matkinh88.vn giaydep79.vn
    giayda88.com tuixach79.com balo88.vn thoitrang88.com thoitrang365.vn vaycuoi79.com aocuoi88.vn
    aodai68.vn maymac88.com.vn vaisoi79.com rem88.vn remcua24h.com nemgiare79.vn giuongtu88.com
    tubep88.vn tubep68.com bepgas79.com bepdien88.vn inan88.vn inan24h.com quangcao79.vn
    bienhieu88.com baobi68.vn thungcarton88.com vanphong79.vn sachcu88.com nhasach365.vn
    truongmam88.com giasu79.vn giasu24h.com tienganh88.vn luyenthi247.vn phongkham88.vn
    nhakhoa79.vn nhakhoa88.com thuoctay365.com nhathuoc24h.vn duocpham68.com myphamviet88.com
    spa79.vn tocdep88.com lammong79.com nhadat88.vn nhadat24h.com batdongsan79.vn canho88.com
    phongtro365.vn xaydung88.vn xaydung68.com.vn thep88.com satthep79.vn tonthep68.com ximang88.vn
    betong88.com betongtuoi79.vn dagranite68.com camera88.vn camera24h.com maytinh88.com
    laptop79.vn dienthoai88.com dienthoai24h.vn simso88.vn simdep79.com ketoan88.vn luatsu79.com
    luatsu24h.vn thammy88.com baove68.vn vesi79.com tuyendung88.vn vieclam24h.vn vieclam365.com
    tintuc88.vn tinnhanh24h.com thoitiet247.vn xemphim88.com vinhomes79.com vinaphone88.vn
    vinatex68.vn kimlong88.vn kimhoang79.com thanhdat88.vn hoangphat68.com hongphat79.vn
    minhanh88.com tanphat88.com.vn phuquy68.vn locphat68.com dailoc88.com garden88.com golden88.vn
    modern79.com kitchen88.com winter88.com window68.com winery79.com alphabet88.com tibet79.com
    bettercare88.com sunglass88.com sunflower79.com sunhouse68.vn mango88.com cargo79.vn
    logo88.com lego79.com bingo79kids.com yoga88.vn yoga24h.com taobao88.vn hangnhat79.com
    hanghieu88.com choviet88.com gomsu88.vn gombattrang68.com
"""
# Invented in the manner of gambling sites.
PLAYED = """
    zuvin88.com rikbet88.club vinclub68.vip nohu79.win taixiu88.live daga68.tv sunvin.bet
    gowin79.fun xobet88.com lodeonline88.net nhacai79.pro nhacaiuytin68.com bongda88bet.com
    8xvip.win f8betlink.com 789clubtai.com b52taigame.net go88apk.org hitclubdoithuong.com
    rikvip88.club sunwin68.app iwin79.net kubet88.dev thabet79.com jun88vip.net new88dangky.com
    hi88khuyenmai.com okvip79.com qh88casino.com debet79.com fb88moinhat.net w88linkvao.com
    m88vn.net bk8nhacai.com fun88mobi.com vn88taiapp.com one88games.com 789bet68.com
    tk88dangnhap.net nohu90doithuong.com banca88.club xoso88.vip loto188bet.com casino79vn.com
    xocdia79.com tienlen88club.com poker68vn.net slot777vn.com nohu88.today zowin.club
    manclub88.com hayclub.win ok9vip.com sv88club.net bet88viet.com cwin05.app 789win.tips
    uk88link.com vip79bet.com typhu88vn.com dafa88.net zbet79.com hbbet88.com tf88top.net
    abc8link.com gk88vip.com
"""


def screened(names: str) -> list[ScreenedName]:
    return list(screen_names(names.split()))


def test_everyday_names_with_lucky_numbers_are_not_flagged() -> None:
    assert [found.name for found in screened(EVERYDAY) if found.flagged] == []


def test_names_of_brands_and_lucky_numbers_are_flagged() -> None:
    assert [found.name for found in screened(PLAYED) if not found.flagged] == []


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("maybom88.com", "m88"),
        ("matong88.com", "g88"),
        ("thongcong88.com", "g88"),
        ("bienhieu88.com", "u88"),
        ("choviet88.com", "t88"),
        ("winter88.com", "r88"),
        ("logo88.com", "go88"),
        ("mango88.com", "go88"),
        ("lego79.com", "go79"),
        ("thitbo24h.vn", "hit"),
        ("iphone88.vn", "one88"),
        ("cargo79.vn", "go79"),
    ],
)
def test_no_reason_quotes_half_a_word(name: str, never: str) -> None:
    (found,) = screen_names([name], threshold=0.0)
    assert never not in [reason.quote for reason in found.reasons]


@pytest.mark.parametrize("name", ["linkvaom88.com", "nhacaim88.com", "m88vn.net", "vao-go88.net"])
def test_a_brand_behind_a_word_of_entrances_is_quoted(name: str) -> None:
    (found,) = screen_names([name], threshold=0.0)
    assert "domain_brand" in [reason.rule for reason in found.reasons]
