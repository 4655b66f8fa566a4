"""The one path from a project folder to a site; the only place that knows all stages.

`build` is called by the commands. Reuse and parallelism live beside it, in `reuse` and `workers`.
"""

from site_builder.pipeline.build import build
from site_builder.pipeline.run import Options, Result

__all__ = ["Options", "Result", "build"]
