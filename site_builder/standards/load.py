"""`Standards` as the program comes with them, read once for each version of the program."""

import pickle

from site_builder.core.installed_versions import versions
from site_builder.core.program_cache import load_derived, save_derived
from site_builder.core.program_files import program_files
from site_builder.model.standards import Standards

_NAME = "standards"
_LIBRARIES = ("PyYAML", "chinesecalendar")
"""What they are read with."""


def load_standards() -> Standards:
    """Load the forms and all vocabularies. It takes a while: load once and pass the value."""
    # As the files stand now: a preview loads them again when one was edited.
    cause = "\n".join((versions(_LIBRARIES), *program_files()))
    data = load_derived(_NAME, cause)
    if data is not None:
        standards: Standards = pickle.loads(data)  # noqa: S301 - as trusted as the program's bytecode
        return standards
    from site_builder.standards.vocabulary_loader import read_standards  # noqa: PLC0415 - reads YAML

    standards = read_standards()
    save_derived(_NAME, cause, pickle.dumps(standards, pickle.HIGHEST_PROTOCOL))
    return standards
