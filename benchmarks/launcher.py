"""Runs one command and writes what it took: `launcher.py RESULT COMMAND…`; standard library only.

It stands between the harness and the command because a process inherits the largest memory of
whatever starts it: this one is small.
"""

import json
import os
import sys
import time

result, *command = sys.argv[1:]
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ)
# Time and memory of the command and of all processes that it has waited for.
_, status, usage = os.wait4(process, 0)
wall = time.perf_counter() - start
kilobyte = 1 if sys.platform == "linux" else 1024
with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes memory too
    json.dump(
        {
            "wall": wall,
            "processor": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss // kilobyte / 1024,
        },
        file,
    )
sys.exit(os.waitstatus_to_exitcode(status))
