"""A thousand bodies over five years with two hundred planted states: all shown, none false."""

from pathlib import Path

import pytest

from tests.helpers.published_bodies import make_bodies
from tests.helpers.rollup_sites import run_rollup
from tests.rollup.test_status import test_each_planted_state_is_shown_and_no_other as check_states
from tests.rollup.test_sums import (
    test_each_sum_is_that_of_the_bodies as check_sums,
)
from tests.rollup.test_sums import (
    test_findings_are_those_planted as check_findings,
)
from tests.rollup.test_sums import (
    test_what_is_not_in_a_sum_is_named as check_absent,
)


@pytest.mark.large
@pytest.mark.timeout(3600)
def test_a_thousand_bodies(tmp_path: Path) -> None:
    bodies = make_bodies(tmp_path, 1000, (2021, 2022, 2023, 2024, 2025), 200)
    site = run_rollup(tmp_path)
    assert site.exit_code == 0, site.output
    for check in (check_states, check_sums, check_findings, check_absent):
        check(bodies, site)
    bodies.reports["B0500", 2024].published = "2025-03-01"
    bodies.write(["B0500"])
    changed = run_rollup(tmp_path)
    assert "重新读了 1 个机构" in changed.output
    assert changed.files == run_rollup(tmp_path, "--clean", output="clean").files
