# For whoever has Python and make: `make site` builds content/ into public/, `make test` proves it.
# Everything is installed below .venv; nothing here needs to be run by hand beforehand.

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PYTEST_ARGS ?=
BENCHMARK_ARGS ?=
SETUP := sh tools/setup.sh

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What needs neither a browser nor a server, and what of that is not marked `slow`.
QUICK := tests/unit tests/test_bad_input.py tests/test_every_form.py tests/test_every_rule.py \
	tests/test_explain.py tests/test_decisions.py tests/test_glossary.py tests/test_house.py \
	tests/test_messages.py tests/test_names.py tests/test_rule_index.py

.PHONY: help site demo test quick check format benchmark clean

help:
	@echo 'make site    生成网站：content/ → public/（首次运行自动安装所需软件）'
	@echo 'make demo    在浏览器里看虚构的示范园区（自动安装所需软件；按 Ctrl+C 停止）'
	@echo 'make test    全部检查与测试（自动安装测试所需软件）'
	@echo 'make quick   不用浏览器和服务器的检查与测试（一分钟以内）'
	@echo 'make check   格式、规范、类型、分层检查'
	@echo 'make format  整理代码格式'
	@echo 'make benchmark  与 Hugo 比较生成速度（自动安装 Hugo；可加 BENCHMARK_ARGS="--docs 1000 --rounds 1"）'
	@echo 'make clean   删除生成的文件（不删除 content/）'
	@echo '可指定 Python：make site PYTHON=python3.12'

site: $(VENV)/.installed
	@$(BIN)/python -m site_builder build

demo: $(VENV)/.installed
	@$(BIN)/python -m site_builder serve --project examples/shifan-park --today 2026-01-28

# A half-made environment has no pip: only the stamp says that one is whole.
$(VENV)/.made:
	@PYTHON='$(PYTHON)' $(SETUP) venv $(VENV)
	@touch $@

$(VENV)/.installed: pyproject.toml | $(VENV)/.made
	@echo '正在安装 site_builder …'
	@$(BIN)/python -m pip install -q -e '.[docx,xlsx,pdf,attachments,serve,import,deploy]'
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/.made
	@echo '正在安装测试所需的 Python 软件包 …'
	@$(BIN)/python -m pip install -q -e '.[test,docx,xlsx,pdf,attachments,serve,import,deploy,ocr]'
	@touch $(VENV)/.installed $@

check: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quick: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m 'not slow and not large' $(PYTEST_ARGS) $(QUICK)

test: check
	@$(SETUP) browser $(VENV)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

benchmark: $(VENV)/.installed
	@$(BIN)/python -m pip install -q -e '.[benchmark]'
	@$(BIN)/python benchmarks/compare.py $(BENCHMARK_ARGS)

clean:
	rm -rf public drafts wechat .build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
