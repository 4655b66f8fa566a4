"""A rule's module is loaded when it first runs, by whichever thread comes first."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from site_builder.model.rule import Rule

_MODULE = """
import threading
threading.loaded_half.set()
threading.go_on.wait(20)
def check():
    return FINDINGS
FINDINGS = ()
"""


def test_threads_that_meet_at_the_first_run_all_get_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded_half, go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(threading, "loaded_half", loaded_half, raising=False)
    monkeypatch.setattr(threading, "go_on", go_on, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "z900_slow_module.py").write_text(_MODULE)
    rule = Rule("z900_slow_module", "一条规则", "text", codes=())

    def run() -> list[object]:
        return list(rule.check())

    with ThreadPoolExecutor(2) as executor:
        first = executor.submit(run)
        assert loaded_half.wait(20)
        assert "z900_slow_module" in sys.modules
        second = executor.submit(run)
        assert not wait([second], timeout=0.2).done
        go_on.set()
        assert [each.result() for each in (first, second)] == [[], []]
