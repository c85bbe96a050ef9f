# Works with GNU make 3.81 (macOS) and any POSIX shell. `make` alone lists the targets.

PORT ?= 7860
JOBS ?= 2
BIN := .venv/bin
ROOMS := assistant corpus evals ingest ui

# A .venv that was moved here or whose Python has gone is made anew.
STANDS := $(shell test "$$(cat .venv/folder 2>/dev/null)" = "$(CURDIR)" && $(BIN)/python -c '' 2>/dev/null && echo yes)
ifneq "$(STANDS)" "yes"
AGAIN := again
endif

.DEFAULT_GOAL := help
.PHONY: help install run test check bench clean again

help:
	@echo "make run      install what is needed, take in the starter documents, serve http://127.0.0.1:$(PORT) (PORT=…)"
	@echo "make install  install only; then $(BIN)/ostkakan --help"
	@echo "make test     all tests (JOBS=$(JOBS) at a time)"
	@echo "make check    format, lint, types and the quick tests"
	@echo "make bench    how well retrieval finds, on the shelves and sets at hand"
	@echo "make clean    remove .venv, build and caches; data/ is never touched"

install: .venv/installed
	@echo "$(BIN)/ostkakan is ready"

.venv/installed: pyproject.toml constraints.txt $(AGAIN)
	@sh install.sh

.venv/installed-dev: pyproject.toml constraints.txt $(AGAIN)
	@sh install.sh dev

run: .venv/installed
	@$(BIN)/ostkakan serve --starter --port $(PORT)

test: .venv/installed-dev
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m "not slow" -n $(JOBS) --dist loadfile

bench: .venv/installed
	@$(BIN)/python -m evals.bench

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(ROOMS) tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "data/ was left as it is; remove it yourself to start with empty shelves"
