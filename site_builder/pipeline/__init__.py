"""The one path from a project folder to a site; the only place that knows all stages.

`build`, `check` and `sign` are called by the commands. What they share with the parts of the path —
reading, judging, writing, reuse, processes — lives beside them.
"""

from site_builder.pipeline.build import build, check
from site_builder.pipeline.run import Options, Result
from site_builder.pipeline.sign import sign

__all__ = ["Options", "Result", "build", "check", "sign"]
