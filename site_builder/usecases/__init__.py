"""The one path from a project folder to a site; the only place that knows all stages.

`build`, `check` and `sign` are called by the commands. What they share with the parts of the path —
reading, judging, writing, reuse, processes — lives beside them.
"""

from site_builder.build.context import Options, Result
from site_builder.usecases.build import build, check
from site_builder.usecases.sign import sign

__all__ = ["Options", "Result", "build", "check", "sign"]
