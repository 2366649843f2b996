"""The lexicon is checked when it is loaded, and an office can lay its own file over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import ConfigError
from crawler.records import Weight
from matchers.lexicon import LexiconError, load_lexicon
from matchers.signal import find_all, signals
from tests.matchers.sights import LEXICON, sighting


def test_every_signal_of_the_lexicon_is_installed() -> None:
    named = {signal for phrase in LEXICON.phrases.values() for signal in phrase.weights}
    named |= {combination.signal for combination in LEXICON.combinations}
    assert named - {"#brand"} <= {signal.name for signal in signals()}


def test_benign_signals_are_those_of_the_lexicon() -> None:
    assert {signal.name for signal in signals() if signal.benign} == LEXICON.benign


@pytest.mark.parametrize(
    ("term", "signal", "weight"),
    [
        ("đổi thưởng", "cash_out", Weight.DECISIVE),
        ("nhà cái", "bookmaker", Weight.STRONG),
        ("liêng", "card_games", Weight.WEAK),
        ("bắn cá", "casino_games", Weight.AMBIGUOUS),
        ("lô đề online", "lottery_numbers", Weight.DECISIVE),
    ],
)
def test_terms_have_the_class_of_the_specification(term: str, signal: str, weight: Weight) -> None:
    assert LEXICON.phrases[term].weights[signal] is weight


def test_the_office_can_add_and_reweigh_terms(tmp_path: Path) -> None:
    extra = tmp_path / "office.toml"
    extra.write_text(
        '[terms.cash_out]\ndecisive = ["quẩy lúa ra tiền"]\nweak = ["đổi thưởng"]\n',
        encoding="utf-8",
    )
    lexicon = load_lexicon(extra)
    found = find_all(sighting("Quẩy lúa ra tiền"), lexicon)
    assert [(one.term, one.weight) for one in found] == [("quẩy lúa ra tiền", Weight.DECISIVE)]
    assert lexicon.phrases["đổi thưởng"].weights["cash_out"] is Weight.WEAK
    assert lexicon.digest != LEXICON.digest


def test_the_digest_changes_with_what_all_words_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts by other odds of words are judged anew."""
    monkeypatch.setattr("matchers.lexicon._BESIDE", ("games.toml",))
    assert load_lexicon().digest != LEXICON.digest


def test_the_digest_is_the_same_for_the_same_files() -> None:
    assert load_lexicon().digest == LEXICON.digest


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[terms", "not readable TOML"),
        ("[words_of_mine]\na = []", "unknown table “words_of_mine”"),
        ('[terms.cash_out]\nsure = ["x"]', "class “sure” under terms.cash_out"),
        ('[terms.cash_out]\nweak = [" "]', "empty term under terms.cash_out"),
        ('[terms.cash_out]\nweak = ["a b", "A b"]', "gives “A b” twice"),
        ('[[combination]]\nname = "x"\nsignal = "cash_out"', "wrong combination “x”"),
        ("terms = 5", "has “terms”, which is no table"),
        ('[terms]\ncash_out = ["ab"]', "has “terms.cash_out”, which is no table"),
        ('[terms.cash_out]\nstrong = "abc"', r"“terms.cash_out.strong”, which is no list of words"),
        ("[terms.cash_out]\nstrong = [5]", "has 5 under terms.cash_out.strong, which is no word"),
        ('[terms.cash_out]\nstrong = ["."]', "term “.” under terms.cash_out.strong"),
        ('[terms.cash_out]\nstrong = ["k"]', "term “k” under terms.cash_out.strong"),
        (f'[terms.cash_out]\nstrong = ["{"ab " * 90}"]', "a term of 270 letters"),
        ('[terms.cashout]\nstrong = ["abc"]', "unknown signal “cashout” under terms"),
        ('[emoji]\ncash = ["💰"]', "unknown signal “cash” under emoji"),
        ('[emoji]\ncash_out = [""]', "empty term under emoji.cash_out"),
        ("emoji = 3", "has “emoji”, which is no table"),
        ('within = "a"', "has within = 'a'"),
        ("within = true", "has within = True"),
        ("combination = [1]", "no list of tables"),
        ("words = []", "has “words”, which is no table"),
        ("[words]\nbank = 5", "“words.bank”, which is no list of words"),
        ('event = ["ab"]', "has “event”, which is no table"),
        ("[event]\nterms = 4", "“event.terms”, which is no list of words"),
        ('[benign.cash_out]\nterms = ["ab"]', "unknown signal “cash_out” under benign"),
        ('[benign.news]\nterms = "ab"', "“benign.news.terms”, which is no list of words"),
        ("bookmaker = [1]", "has 1 under bookmaker"),
        ('bookmaker = [""]', "empty term under bookmaker"),
        ('not_operators = ["fb88"]', "“fb88” under not_operators, which is a shipped brand"),
        ('not_brands = ["FB88"]', "“FB88” under not_brands, which is a shipped brand"),
        ("a = " + "[" * 5_000, "not readable TOML"),
        ("#" * 1_000_001, "has 1000001 bytes, more than 1000000"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, body: str, says: str) -> None:
    extra = tmp_path / "office.toml"
    extra.write_text(body, encoding="utf-8")
    with pytest.raises(LexiconError, match=says):
        load_lexicon(extra)


@pytest.mark.parametrize(
    "wrong",
    [
        "all = []",
        "all = [[]]",
        'all = ["abc"]',
        'all = [["#no_such_list"]]',
        'all = [["abc"]]\nwithin = "a"',
        'all = [["abc"]]\nwithn = 9',
    ],
)
def test_a_wrong_combination_is_refused_with_its_name(tmp_path: Path, wrong: str) -> None:
    extra = tmp_path / "office.toml"
    begun = '[[combination]]\nname = "mine"\nsignal = "cash_out"\nweight = "strong"\n'
    extra.write_text(begun + wrong, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"combination “mine”.*It needs name"):
        load_lexicon(extra)


def test_a_mark_of_the_order_of_bytes_is_no_part_of_a_lexicon(tmp_path: Path) -> None:
    extra = tmp_path / "office.toml"
    extra.write_text('[terms.cash_out]\nstrong = ["quẩy lúa"]\n', encoding="utf-8-sig")
    assert load_lexicon(extra).phrases["quẩy lúa"].weights["cash_out"] is Weight.STRONG


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon(tmp_path / "none.toml")


def test_a_term_that_changes_its_script_is_refused(tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text('[terms.cash_out]\nstrong = ["usdt充值"]\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"begins with Latin letters.*Write the two apart"):
        load_lexicon(office)
    office.write_text('[terms.cash_out]\nstrong = ["充100送"]\n', encoding="utf-8")
    assert load_lexicon(office).foreign["充100送"].words == ()
