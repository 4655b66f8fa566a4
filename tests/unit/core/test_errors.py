"""The tree of exceptions: fields survive a process, sentences are joined in one place."""

import errno
import pickle

import pytest

from site_builder.core import errors
from site_builder.core.errors import SiteBuilderError

EXAMPLES: list[SiteBuilderError] = [
    errors.ValueProblem("甲", "乙。"),
    errors.CsvRowsError(3, "甲", "乙。"),
    errors.ChangedError("2021/report.md"),
    errors.LockedError(),
    errors.SignRefusedError("甲"),
    errors.RenderError("甲", "乙。", ("丙",)),
    errors.LeftoverError(b"x", ("甲", "乙", "甲")),
    errors.DeployError("甲。乙。"),
]


@pytest.mark.parametrize("exc", EXAMPLES, ids=lambda exc: type(exc).__name__)
def test_an_exception_travels_between_processes(exc: SiteBuilderError) -> None:
    copy = pickle.loads(pickle.dumps(exc))  # noqa: S301 - our own bytes
    assert (type(copy), vars(copy), str(copy)) == (type(exc), vars(exc), str(exc))


def test_a_message_and_its_hint_are_one_sentence_after_another() -> None:
    assert str(errors.DeployError("甲", "乙。")) == "甲。乙。"
    assert str(errors.DeployError("甲。")) == "甲。"


def test_what_a_disk_refuses() -> None:
    assert errors.describe_os_error(OSError(errno.ENOSPC, "x")) == "磁盘满了"
    assert errors.describe_os_error(OSError("x")) == "系统没有说明原因"
