"""All thresholds of the verdicts in one place, with the fingerprint that each verdict keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Thresholds; scores 0-100 unless a comment says otherwise."""

    # --- the register (register.py)
    title_chance: float = 0.5  # of 1: from here on it is the entry's title
    title_unnamed: float = 0.3  # enough to ask who publishes it, where nobody says
    title_doubt: float = 0.2  # below this nothing clears, whatever the publisher
    licence_sure: float = 0.9  # a word more is believed to be none
    licence_chance: float = 0.5  # that title and account are the licensee's
    licence_doubt: float = 0.2  # a person must look
    unknown_words: int = 2  # behind a title: it may be another game
    initials: int = 4  # letters; fewer are the initials of many games
    candidates_shown: int = 5
    score_near: float = 40.0  # of a candidate: worth asking whose other name it may be

    # --- numbers, hosts and declared accounts beside the title (known.py, claimed.py)
    title_agrees: float = 88.0  # typing errors and platform words stay above, sequels below
    publisher_agrees: float = 85.0
    publisher_near: float = 60.0  # part of the name, another trade: half agreement

    # --- the subject (subject.py)
    register_max_age_days: int = 30  # product.md §5, coverage gate
    # lexicon.md §9: what a finding weighs by class, times what its field weighs
    weight_decisive: float = 1.0
    weight_strong: float = 0.5
    weight_weak: float = 0.2
    weight_ambiguous: float = 0.1
    field_title: float = 1.0
    field_text: float = 0.8  # the description and the facts
    signal_cap: float = 1.0  # what one signal can weigh in all
    gambling: float = 0.8  # a decisive term in a description, or two strong ones
    offer: float = 0.4  # of it, at least this from money, bets, promotion or brand
    offer_without_tie: float = 0.8  # the same when nothing ties the subject to Vietnam
    simulation: float = 0.8  # casino words alone
    suspected: float = 0.4  # a person must look
    benign_first: float = 0.6  # one word of news, law, banks … pulls back this much
    benign_more: float = 0.2  # each further one
    benign_most: float = 1.2
    players: int = 2  # who say it in reviews, each in own words; fewer are not heard
    permissions: float = 0.05  # all of them together, beside what speaks of gambling; to the score
    licence_pull: float = 0.8  # never on cash-out (product.md §5)
    # --- a text by its words alone (assess.py)
    # Points are logarithms of odds, fitted on labelled texts and rounded
    # (benchmarks/text_points.py).
    odds_before: float = -2.4  # of a text that says nothing
    odds_decisive: float = 1.0  # each word of gambling, by its class
    odds_strong: float = 0.85
    odds_weak: float = 0.55
    odds_signal: float = 0.6  # each kind of them
    odds_call: float = 0.7  # who calls, promises, presses
    odds_wording: float = 1.2
    odds_talk: float = 1.4  # how people talk who play for money
    odds_talk_slight: float = 0.65
    odds_report: float = -3.0  # news, law, warnings, studies
    odds_explained: float = -1.7  # banks, shops, state lottery, folk games, travel
    odds_slight: float = -0.9  # what stands there and elsewhere
    odds_everyday: float = -1.0
    server_decisive: float = 3.0  # the same for private servers and unlicensed games
    server_strong: float = 1.7
    server_weak: float = 0.7
    server_called: float = 0.7
    server_report: float = -3.0
    server_hosting: float = -2.5
    server_claim: float = -2.0  # a licence by its number; whether it is true another rule asks
    server_slight: float = -0.9
    text_gambling: float = 0.6  # chance from which a text is an offer
    text_decisive: float = 0.3  # the same with decisive words
    text_doubt: float = 0.3  # from here on a person must look
    text_hints: float = 0.8  # the same with a single weak word
    text_in_spite: float = 0.999  # the same with one word of news, law or warning
    text_talk: float = 0.9  # talk alone, without a proving word: a person must look
    # all words together (together.py, benchmarks/odds.py), were every second text an offer
    together_doubt: float = 0.65
    together_gambling: float = 0.85
    together_unnamed: float = 0.97  # the same where no word names what is played
    together_server: float = 0.75
    together_uncalled: float = 0.9  # the same where nobody calls players: they remember, complain
    together_gambling_in_spite: float = 0.999  # with one word of news, law or warning
    together_server_in_spite: float = 0.98
    together_reported: float = 0.95  # from here on a doubt, with one such word or more
    together_agree: float = 0.1  # winnings become money in so many words, or under such an address
    together_agree_named: float = 0.2  # the same where what they become is not said: "đổi thưởng"
    learned: float = 0.9  # chance by past decisions from which a person looks
    reasons_shown: int = 6  # findings that one verdict quotes
    # --- who belongs together (matchers/clusters.py); sums of what two apps share
    associated: float = 0.8  # from here on two apps are tied
    shared_account: float = 1.0  # whatever the number of its apps; the others fall as they spread
    shared_mailbox: float = 1.2
    shared_website: float = 1.0
    shared_email_domain: float = 0.75  # alone it never ties
    shared_privacy: float = 0.5
    shared_package: float = 0.5
    shared_text: float = 1.0  # anybody can copy it, as an icon: counted by operators, not accounts
    shared_icon: float = 1.0
    common_share: float = 0.05  # of all accounts: what so many bear is common and weighs nothing
    common_least: float = 6.0  # accounts; the same in a small workspace
    common_most: float = 24.0  # and in a large one
    common_owned: float = 48.0  # of a domain that serves its bearers as website and mail
    # --- who is one operator (matchers/operators/); sums of the sides that two subjects share
    one_operator: float = 1.0
    bond_strong: float = 1.5  # of what is issued to one holder, alone it suffices while it is rare
    bond_weak: float = 0.7  # of the others: two sides are needed
    bond_common: float = 12.0  # strangers who bear it: from here on it weighs nothing

    def fingerprint(self) -> str:
        """Twelve hex digits that change with any threshold."""
        text = ";".join(f"{item.name}={getattr(self, item.name)}" for item in fields(self))
        return hashlib.sha256(text.encode()).hexdigest()[:12]
