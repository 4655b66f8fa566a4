"""What Jinja2 compiles of the program's own templates, kept with the program's own bytecode."""

from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from site_builder.core.installed_versions import versions
from site_builder.core.program_cache import load_derived, save_derived
from site_builder.core.program_files import program_state
from site_builder.render.template_folder import default_templates

_NOT_KEPT = ""
"""Key of a bucket that is not kept: code in a project could be another's."""
_LIBRARIES = ("Jinja2", "MarkupSafe")


class TemplateBytecode(BytecodeCache):
    """Compiled templates, by name and path; Jinja2 asks whether one is of the source there is."""

    def __init__(self) -> None:
        self._cause = f"{versions(_LIBRARIES)}\n{program_state()}"

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the bucket of a template; an office's own is compiled anew each time."""
        if filename is None or not Path(filename).is_relative_to(default_templates()):
            return Bucket(environment, _NOT_KEPT, self.get_source_checksum(source))
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled before, if there is any."""
        data = load_derived(_name(bucket), self._cause)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Leave what was compiled now for the next run."""
        if bucket.key != _NOT_KEPT:
            save_derived(_name(bucket), self._cause, bucket.bytecode_to_string())


def _name(bucket: Bucket) -> str:
    return f"template-{bucket.key}"
