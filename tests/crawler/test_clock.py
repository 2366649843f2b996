"""The time is the machine's, but in a rehearsal it may be set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.clock import current_time, on_paper, parse_moment, system_time
from crawler.errors import UsageProblem

SET = "2030-01-02T03:04+07:00"


def test_a_rehearsal_may_set_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_NOW", SET)
    assert current_time(rehearsal=True) == datetime(2030, 1, 1, 20, 4, tzinfo=UTC)


def test_nothing_else_may_set_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASOAT_NOW", SET)
    with pytest.raises(UsageProblem, match="not a rehearsal") as caught:
        current_time(rehearsal=False)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("rehearsal", [True, False])
@pytest.mark.parametrize("value", [None, ""])
def test_unset_it_is_the_time_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, rehearsal: bool, value: str | None
) -> None:
    monkeypatch.delenv("RASOAT_NOW", raising=False)
    if value is not None:
        monkeypatch.setenv("RASOAT_NOW", value)
    now = current_time(rehearsal=rehearsal)
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)


def test_files_are_named_by_the_machine_also_in_a_rehearsal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RASOAT_NOW", SET)
    assert abs(system_time() - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T09:30+07:00", datetime(2026, 11, 23, 2, 30, tzinfo=UTC)),
        ("2026-11-23T09:30Z", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:30", datetime(2026, 11, 23, 2, 30, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 22, 17, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_without_an_offset_is_of_ha_noi(text: str, moment: datetime) -> None:
    assert parse_moment(text, "--at") == moment


@given(st.text())
@example("0001-01-01T00:00+14:00")
@example("9999-12-31T23:59-14:00")
@example("23/11/2026 09:30")
@example("now")
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    said = "--at is … Write e.g. 2026-11-23T09:30+07:00"
    try:
        moment = parse_moment(text, "--at")
    except UsageProblem as error:
        said = str(error)
    else:
        assert moment.tzinfo is UTC
    assert said.startswith("--at is ")
    assert said.endswith("Write e.g. 2026-11-23T09:30+07:00")


def test_papers_print_the_time_of_ha_noi() -> None:
    assert on_paper(datetime(2026, 12, 31, 17, 5, 59, tzinfo=UTC)) == "01/01/2027 00:05"
