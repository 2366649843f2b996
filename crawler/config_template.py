"""``rasoat.toml`` as a new workspace gets it: every key with its default and what it is for."""

from __future__ import annotations

from crawler import facebook_config

TEMPLATE = (
    """\
# Settings of this workspace. Option > environment > this file > default.
# Tokens and passwords never stand here: they come from the environment.

# What `rasoat sweep` without a SOURCE crawls, and the words it looks for. Experimental sources
# (`rasoat parts` lists them) are crawled only when they are added here or named.
sources = ["apple_app_store", "google_play"]
terms = ["nổ hũ", "tài xỉu", "bắn cá", "game bài", "đổi thưởng", "game nhập vai", "tam quốc"]

# Who stands behind the requests: part of the user agent, so that a store can write to us.
contact = ""

[network]
# Where this office reaches the web from, in words: "Hà Nội, VNPT". Stores answer by that, too, so
# it is written into the evidence of each crawl.
vantage = ""
# A file of certificates (PEM) to trust beside the system's, e.g. that of a proxy.
ca_file = ""
# The resolver that is asked for names, as "address:port"; empty: the system's.
resolver = ""
# Whether this resolver or network carries a block of gambling sites: what cannot be found here is
# then told as blocked here, never as gone.
carries_block = false
# Another resolver that carries no block: what no resolver knows twice is gone (docs/recheck.md).
control_resolver = ""
# A server of registrations (RDAP, RFC 9082), as "https://host/path"; empty: none is asked.
rdap = ""
# Addresses beside the public web that may be asked, as "address:port" (docs/guard.md).
allow = []

# An authority that stamps the head of the chain of evidence after each sweep (RFC 3161,
# docs/evidence.md): its address, and a file with its root certificate (PEM). Empty: no stamps.
[evidence]
time_stamps = ""
authority_ca = ""
# A second place for sealed evidence, filled after each sweep: "s3://bucket/prefix" or
# "file:///mnt/disk/office". Keys of S3 come from the environment. Empty: no second place.
copy = ""

# What became no case is shown to a person too, a small share of it by chance: what do the rules
# miss? `share` of the judged subjects (0: none), while at most `most_open` wait for an answer.
[controls]
share = 0.02
most_open = 20

# When what was asked for is looked at again (docs/recheck.md): `after_days` after the request and
# after each look that found it, and what was removed `relapse_days` later. A second answer proves a
# removal 24 hours after the first: that is no setting.
[recheck]
after_days = 1
relapse_days = [7, 30]

# Per source: how fast, and whether robots.txt is obeyed. Not obeying needs a stated reason.
# `closely = true` reads reviews, permissions … of each app that is opened: several calls more an
# app (docs/sources.md). `canaries = ["apple:1234567890"]` names apps that a re-check must find
# beside what may be gone; without it, licensed apps that were seen lately are asked for.
# `sentinels` names well-known apps that every sweep of the store must find, by id and by a search:
# sentinels = ["google:com.vidu.bank Ngân hàng Ví Dụ"]. One that is not found: something answered
# for the store, or it changed; the sweep is incomplete (docs/sweeps.md).
# `suggestions`: how many of what Google Play suggests to each term are searched for too; 0: none.
[source.apple_app_store]
requests_per_minute = 20
obey_robots = true
robots_reason = ""

[source.google_play]
requests_per_minute = 60
obey_robots = true
robots_reason = ""
suggestions = 3

# A certificate log with the static interface, read for the names of new sites: its address for
# monitors, and its public key as lists of logs print it (docs/sources.md). `most_subjects`: how
# many of its entries one sweep reads.
[source.certificates]
requests_per_minute = 60
most_subjects = 100000
url = ""
public_key = ""

# Web sites: the pace is that of each host.
[source.domains]
requests_per_minute = 60
obey_robots = true
robots_reason = ""

# The portal of licences. Nobody has recorded the address of its back end: fill it in to sweep it.
[source.licence_portal]
requests_per_minute = 15
url = ""
"""
    + facebook_config.TEMPLATE
)
