# Everything runs in an own virtual environment below .venv; stamps there say what is installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
BROWSER := $(VENV)/.browser
PYTEST := $(BIN)/python -m pytest -q
SEEDS := 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20

.PHONY: demo test check proof browser lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    rehearse the whole way on invented stores; prints where the lists are"
	@echo "make test    all kinds of tests at reduced counts"
	@echo "make check   format, lint, types"
	@echo "make proof   the full counts of every figure, written to benchmarks/results/"
	@echo "make lock    renew requirements.lock"

demo: $(READY) $(BROWSER)
	$(BIN)/rasoat demo demo

# Tests that measure time run alone, after the others.
test: $(READY) $(BROWSER)
	$(PYTEST) -n 2 -m "not timing"
	$(PYTEST) -m timing

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict

proof: $(READY)
	$(BIN)/python benchmarks/record.py match_quality -- benchmarks/match_quality.py --bars --by-noise
	$(BIN)/python benchmarks/record.py match_quality_invented -- \
	  benchmarks/match_quality.py --titles tests/quality/titles --by-noise
	$(BIN)/python benchmarks/record.py match_speed -- benchmarks/match_speed.py --bars
	$(BIN)/python benchmarks/record.py match_growth -- benchmarks/match_growth.py --bars
	$(BIN)/python benchmarks/record.py match_cli -- benchmarks/match_cli.py --bars
	$(BIN)/python benchmarks/record.py screen_speed -- benchmarks/screen_speed.py --bars
	$(BIN)/python benchmarks/record.py screen_quality -- benchmarks/screen_quality.py --bars
	$(BIN)/python benchmarks/record.py magellan -- benchmarks/magellan.py --least 0.7
	$(BIN)/python benchmarks/record.py text_quality -- benchmarks/text_quality.py
	$(BIN)/python benchmarks/record.py odds -- benchmarks/odds.py
	$(BIN)/python benchmarks/record.py assess_speed -- benchmarks/assess_speed.py --bars
	$(BIN)/python benchmarks/record.py evidence_tampering -- benchmarks/evidence_tampering.py
	$(BIN)/python benchmarks/record.py evidence_speed -- benchmarks/evidence_speed.py
	$(BIN)/python benchmarks/record.py payload_mutations -- benchmarks/payload_mutations.py
	$(BIN)/python benchmarks/record.py parse_speed -- benchmarks/parse_speed.py --bars
	$(BIN)/python benchmarks/record.py crawl_speed -- benchmarks/crawl_speed.py --bars
	$(BIN)/python benchmarks/record.py crawl_growth -- benchmarks/crawl_growth.py
	$(BIN)/python benchmarks/record.py workers_speed -- benchmarks/workers_speed.py --bars
	$(BIN)/python benchmarks/record.py cluster_sizing -- benchmarks/cluster_sizing.py
	$(BIN)/python benchmarks/record.py world_quality -- benchmarks/world_quality.py
	$(BIN)/python benchmarks/record.py association -- benchmarks/association.py --bars
	$(BIN)/python benchmarks/record.py successor_quality -- benchmarks/successor_quality.py --bars
	$(BIN)/python benchmarks/record.py kill_sweep -- benchmarks/kill_sweep.py
	$(BIN)/python benchmarks/record.py kill_side_by_side -- benchmarks/kill_sweep.py --workers 3
	$(BIN)/python benchmarks/record.py kill_cluster -- benchmarks/kill_sweep.py --engine redis
	$(BIN)/python benchmarks/record.py kill_cluster_of_one -- benchmarks/kill_sweep.py \
	  --engine redis --workers 1
	rm -rf build/worlds
	$(BIN)/python benchmarks/record.py site_quality -- benchmarks/site_quality.py --recheck \
	  --keep build/worlds --seeds $(SEEDS)
	$(BIN)/python benchmarks/record.py site_poisoned -- benchmarks/site_quality.py --poisoned 1000 \
	  --kind poisoned
	$(BIN)/python benchmarks/record.py operator_quality -- benchmarks/operator_quality.py --bars \
	  --keep build/worlds --seeds $(SEEDS)
	$(BIN)/python benchmarks/record.py site_speed -- benchmarks/site_speed.py --bars
	$(BIN)/python benchmarks/record.py facebook_kills -- benchmarks/facebook_kills.py
	$(BIN)/python benchmarks/record.py frontier_growth -- benchmarks/frontier_growth.py --bars
	$(BIN)/python benchmarks/record.py frontier_growth_redis -- \
	  benchmarks/frontier_growth.py --engine redis --bars
	RASOAT_HISTORIES=2000 $(PYTEST) tests/crawler/test_recheck.py

lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --extra dev --upgrade --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

browser: $(BROWSER)

clean:
	rm -rf $(VENV) demo build dist

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "rasoat needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) cannot make virtual environments. Install python3-venv."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m matchers.engine.warm
	@touch $@

# A system's Chromium if there is one, else Debian's package when root, else Playwright's own.
$(BROWSER): $(READY)
	@if command -v chromium || command -v chromium-browser || command -v google-chrome; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else $(BIN)/playwright install chromium; fi || \
	  { echo "No Chromium could be had. Install one, then run this again."; exit 1; }
	@touch $@
