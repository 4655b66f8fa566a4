"""A site that is verified from a busy server: pauses, refusals, links to others."""

from pathlib import Path

import pytest

from site_builder.core.http_client import WORKERS
from tests.deploy.served_sites import busy_server, write_release
from tests.helpers import run_cli


def test_a_busy_server_is_left_alone_as_long_as_it_asks(tmp_path: Path) -> None:
    built, record_file = write_release(tmp_path)
    with busy_server(built, 2, 503, "2") as server:
        at = f"http://127.0.0.1:{server.server_port}/"
        exit_code, output, _ = run_cli("verify", at, "--record", str(record_file))
    assert exit_code == 0, output
    assert server.agents == {next(iter(server.agents))}
    assert next(iter(server.agents)).startswith("site-builder-verify/")
    assert server.max_active <= WORKERS
    # Those that were on their way arrive; then all keep quiet.
    quiet = [
        timestamp - server.refused_at
        for timestamp in server.request_times
        if timestamp > server.refused_at
    ]
    assert not [timestamp for timestamp in quiet if 0.2 < timestamp < 1.9]


@pytest.mark.timeout(60)  # nobody waits for the hour it asks for
def test_a_server_that_wants_too_much_is_asked_another_day(tmp_path: Path) -> None:
    built, named = write_release(tmp_path)
    with busy_server(built, 1000, 429, "3600") as server:
        at = f"http://127.0.0.1:{server.server_port}/"
        exit_code, output, _ = run_cli("verify", at, "--record", str(named))
    assert (exit_code, "没有核对完" in output) == (3, True), output
    assert len(server.request_times) <= 3 + WORKERS, "those that were on their way"


def test_what_differs_is_worse_than_what_was_not_seen(tmp_path: Path) -> None:
    built, named = write_release(tmp_path)
    (built / "index.html").write_bytes(b"evil")
    with busy_server(built, 1000, 429, "3600") as server:
        at = f"http://127.0.0.1:{server.server_port}/"
        assert run_cli("verify", at, "--record", str(named))[0] == 3, "a was asked for first"
    with busy_server(built, 0, 429, "") as server:
        at = f"http://127.0.0.1:{server.server_port}/"
        assert run_cli("verify", at, "--record", str(named))[0] == 1
