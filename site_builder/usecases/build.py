"""Build a site: scan, read, check, plan, render and write; nothing is written with any error."""

from site_builder.build.fingerprint import input_state, unchanged_result
from site_builder.build.options import Options, Result
from site_builder.model.standards_loader import StandardsLoader


def build(options: Options, load_standards: StandardsLoader) -> Result:
    """Build a site. Writes nothing when there is any error."""
    inputs = input_state(options, load_standards.digest)
    result = unchanged_result(options, inputs)
    if result is not None:
        return result
    from site_builder.build.site_update import update_site  # noqa: PLC0415 - not where nothing changed

    return update_site(options, load_standards(), inputs)
