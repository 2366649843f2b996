"""Games from abroad without a tie to Vietnam, in five languages: combinatorial but real in shape.

Each title holds exactly one theme word, and the themes take turns: a search for a theme finds its
share of the games, so a list of general words reaches all of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_ENGLISH_THEMES = (
    "dragon", "castle", "farm", "zombie", "galaxy", "pirate", "kitchen", "racing", "ninja",
    "puzzle",
    "bubble", "garden", "wizard", "tank", "island", "robot", "jungle", "ocean", "samurai", "viking",
    "candy", "mystery", "tower", "legend", "kingdom", "empire", "monster", "hero", "dungeon",
    "knight", "survival", "arena", "battle", "village", "city", "airport", "hospital", "school",
    "train", "truck", "bus", "bike", "football", "basketball", "golf", "tennis", "fishing",
    "hunting", "archer", "sniper", "commando", "alien", "space", "planet", "star", "moon", "desert",
    "forest", "mountain", "winter", "summer", "magic", "crystal", "jewel", "diamond", "fruit",
    "bakery", "restaurant", "hotel", "fashion", "makeover", "wedding", "princess", "unicorn",
    "puppy", "kitten", "horse", "dinosaur", "shark", "spider", "detective", "escape", "hidden",
    "word", "trivia", "sudoku", "chess", "mahjong", "marble", "brick", "block", "merge", "idle",
    "tycoon", "simulator", "strategy", "defense", "adventure", "quest", "saga",
)  # fmt: skip
_ADJECTIVES = (
    "Forgotten", "Mighty", "Tiny", "Silent", "Crimson", "Endless", "Lucky", "Frozen", "Golden",
    "Broken", "Sunken", "Hungry", "Clever", "Rusty", "Royal", "Wild", "Shattered", "Sleepy",
    "Ancient", "Electric", "Wandering", "Hollow", "Brave", "Velvet", "Stormy", "Curious", "Paper",
    "Turbo", "Neon", "Cosmic", "Gentle", "Savage", "Humble", "Mellow", "Iron", "Emerald",
)  # fmt: skip
_NOUNS = (
    "Chronicles", "Frenzy", "Rush", "Keeper", "Trail", "Odyssey", "Outpost", "Rebellion", "Parade",
    "Workshop", "Legacy", "Crossing", "Academy", "Patrol", "Squad", "Rumble", "Harvest", "Voyage",
    "Duel", "Blitz", "Bazaar", "Reign", "Journey", "Madness", "Company", "Club 3D", "Diaries",
    "Awakening", "Showdown", "Mania", "Expedition", "Guardians", "Nights", "Origins", "Party",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its code at the stores, its themes and the parts of titles and texts."""

    code: str
    themes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    pattern: str
    lines: tuple[str, ...]
    general: str  # the word that nearly every text holds


_ENGLISH = Tongue(
    code="EN",
    themes=_ENGLISH_THEMES,
    before=_ADJECTIVES,
    after=_NOUNS,
    pattern="{before} {theme} {after}",
    lines=(
        "A relaxing game for the whole family with {n} handmade levels.",
        "Equip up to {n} items, unlock new gear slots and build your own game style.",
        "Spin the daily wheel for boosters, or challenge a friend to a quick game.",
        "No internet? No problem, the whole game works offline and takes only {n} MB.",
        "Join a guild of {n} players and fight weekly bosses in this game.",
        "In-app purchases are optional; every game mode can be finished for free.",
        "Localized into {n} languages. Contact us through the in-game help centre.",
        "You can bet this game will keep you busy on the train: {n} quests and counting.",
    ),
    general="game",
)
_CHINESE = Tongue(
    code="ZH",
    themes=(
        "仙侠",
        "三国",
        "武侠",
        "农场",
        "江湖",
        "战舰",
        "机甲",
        "修仙",
        "堡垒",
        "海贼",
        "萌宠",
        "恐龙",
        "餐厅",
        "赛车",
        "幽灵",
        "僵尸",
        "魔女",
        "钓鱼",
        "太空",
        "医院",
    ),
    before=("梦回", "热血", "永恒", "口袋", "天启", "末日", "全民", "风云", "绝世", "星辰"),
    after=("传说", "大冒险", "物语", "纪元", "争霸", "日记", "物语2", "奇缘", "战纪", "计划"),
    pattern="{before}{theme}{after}",
    lines=(
        "一款轻松的放置游戏,共有{n}个关卡。",
        "收集{n}名英雄,与好友组队挑战首领,体验最经典的游戏玩法。",
        "本游戏支持离线挂机,登录即送{n}抽。",
        "精美国风画面,{n}种坐骑自由搭配。",
        "如有问题请联系游戏内客服。",
    ),
    general="游戏",
)
_JAPANESE = Tongue(
    code="JA",
    themes=(
        "勇者",
        "魔法",
        "侍",
        "猫",
        "料理",
        "列車",
        "城",
        "恐竜",
        "忍者",
        "姫",
        "海賊",
        "牧場",
        "電車",
        "探偵",
        "宇宙",
        "釣り",
    ),
    before=("放置", "無限", "ちいさな", "伝説の", "さすらい", "ドット", "おかしな", "最後の"),
    after=("クエスト", "日和", "大戦", "ものがたり", "パズル", "工房", "学園", "ダンジョン"),
    pattern="{before}{theme}{after}",
    lines=(
        "かんたん操作で遊べるゲームです。ステージは全{n}面。",
        "仲間を{n}人集めて、自分だけのパーティを作ろう。",
        "オフラインでも遊べるゲーム。容量はわずか{n}MB。",
        "毎日ログインで{n}連ガチャ無料。",
        "お問い合わせはゲーム内のヘルプからお願いします。",
    ),
    general="ゲーム",
)
_SPANISH = Tongue(
    code="ES",
    themes=(
        "dragones",
        "granja",
        "piratas",
        "futbol",
        "castillo",
        "bosque",
        "carreras",
        "cocina",
        "magos",
        "zombis",
        "gatos",
        "trenes",
        "princesas",
        "tesoros",
    ),
    before=("Reino de", "Isla de", "Furia de", "Leyenda de", "Aldea de", "Torre de", "Sueño de"),
    after=("Eterno", "Salvaje", "Perdido", "Mágico", "Oculto", "Sin Fin", "Total", "Pequeño"),
    pattern="{before} {theme} {after}",
    lines=(
        "Un juego divertido con {n} niveles para toda la familia.",
        "Reúne a {n} héroes y defiende tu aldea cada noche.",
        "El juego funciona sin conexión y ocupa solo {n} MB.",
        "Únete a un gremio de {n} jugadores y gana recompensas.",
        "Soporte dentro del juego las veinticuatro horas.",
    ),
    general="juego",
)
_KOREAN = Tongue(
    code="KO",
    themes=(
        "용사",
        "마법",
        "기사",
        "농장",
        "좀비",
        "던전",
        "고양이",
        "요리",
        "공룡",
        "기차",
        "해적",
        "우주",
        "낚시",
        "병원",
    ),
    before=("방치형", "전설의", "작은", "무한", "꿈꾸는", "마지막", "푸른", "거대한"),
    after=("키우기", "전쟁", "이야기", "원정대", "퍼즐", "학교", "모험", "대작전"),
    pattern="{before} {theme} {after}",
    lines=(
        "누구나 쉽게 즐기는 게임, 스테이지 {n}개.",
        "영웅 {n}명을 모아 나만의 부대를 만드세요.",
        "오프라인에서도 즐길 수 있는 게임입니다.",
        "매일 접속하면 소환 {n}회 무료.",
        "문의는 게임 내 고객센터로 부탁드립니다.",
    ),
    general="게임",
)
TONGUES = (_ENGLISH, _CHINESE, _JAPANESE, _SPANISH, _KOREAN)
_SHARES = (55, 15, 12, 10, 8)

# What Play itself makes of a foreign text when asked with hl=vi: no word of the developer's.
_MACHINE = (
    "Một trò chơi thư giãn cho toàn bộ gia đình với {n} các cấp độ thủ công.",
    "Trang bị lên đến {n} mặt hàng và mở khóa các khe bánh răng mới.",
    "Quay bánh xe hàng ngày cho bộ tăng áp, hoặc thách thức một người bạn.",
    "Không có internet? Không vấn đề gì, toàn bộ trò chơi làm việc ngoại tuyến.",
)
# A foreign game may play in Vietnam without being aimed at it.
_SETTING = (
    "Lead a rescue squad through the Vietnam war era jungle and bring everyone home. "
    "{n} missions, no ads, playable offline."
)


@dataclass(frozen=True, slots=True)
class ForeignGame:
    """The texts of one foreign game."""

    title: str
    theme: str
    description: str
    translation: str
    language: str


def foreign_games(rng: random.Random) -> Iterator[ForeignGame]:
    """Foreign games without end, no title twice; languages by their share, themes in turn."""
    used: set[str] = set()
    turns = {tongue.code: rng.randrange(len(tongue.themes)) for tongue in TONGUES}
    while True:
        tongue = rng.choices(TONGUES, _SHARES)[0]
        turns[tongue.code] += 1
        theme = tongue.themes[turns[tongue.code] % len(tongue.themes)]
        title = _title(rng, tongue, theme, used)
        used.add(title)
        yield ForeignGame(title, theme, _text(rng, tongue), _machine(rng), tongue.code)


def setting_game(rng: random.Random) -> ForeignGame:
    """A foreign game whose story is set in Vietnam: a setting is no tie."""
    text = _SETTING.format(n=rng.randrange(20, 60))
    return ForeignGame(
        f"Firebase {rng.randrange(61, 73)}: Jungle Rescue", "jungle", text, _machine(rng), "EN"
    )


def themes() -> tuple[str, ...]:
    """All theme words, the general words that a sweep for foreign games would use."""
    return tuple(theme for tongue in TONGUES for theme in tongue.themes)


def general_words() -> tuple[str, ...]:
    """ "Game" in the languages of the foreign games."""
    return tuple(tongue.general for tongue in TONGUES)


def _title(rng: random.Random, tongue: Tongue, theme: str, used: set[str]) -> str:
    spelled = theme.capitalize() if theme.isascii() else theme
    title = tongue.pattern.format(
        before=rng.choice(tongue.before), theme=spelled, after=rng.choice(tongue.after)
    )
    number = 2
    candidate = title
    while candidate in used:  # the small languages run out of pairs in big worlds
        candidate, number = f"{title} {number}", number + 1
    return candidate


def _text(rng: random.Random, tongue: Tongue) -> str:
    lines = rng.sample(tongue.lines, 4)
    return "\n".join(line.format(n=rng.randrange(12, 900)) for line in lines)


def _machine(rng: random.Random) -> str:
    return "\n".join(line.format(n=rng.randrange(12, 900)) for line in rng.sample(_MACHINE, 3))
