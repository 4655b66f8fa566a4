"""What a build leaves for the next one: its manifest, before files move and once they stand."""

from dataclasses import replace
from functools import partial

from site_builder.build import manifest as manifests
from site_builder.build import output_ownership
from site_builder.build.context import BuildContext
from site_builder.build.fingerprint import save_fingerprint
from site_builder.build.options import Result
from site_builder.build.output_scan import listing_digest
from site_builder.model.manifest import Manifest


def save_intent(context: BuildContext, final: Manifest) -> None:
    """Leave what may stand there soon: should this process be killed, the next knows its files."""
    new_digests = ((url, record.digest) for url, record in final.records.items())
    # What may stand there still was made under other shared causes than those of this build.
    before = context.previous_manifest.records.items()
    stale_records = {url: record._replace(cache_key="") for url, record in before}
    intent = replace(
        final,
        site_key="",
        records={**stale_records, **final.records},
        lists=(*context.previous_manifest.lists, *final.lists),
        unsettled=output_ownership.possible_digests(context, new_digests),
    )
    context.try_save(partial(manifests.save_manifest, context.manifest_path, intent))


def save_for_next_build(context: BuildContext, final: Manifest, result: Result) -> None:
    """Save what stands there now, and that nothing has to be done until something changes."""
    context.try_save(partial(manifests.save_manifest, context.manifest_path, final))
    if context.inputs:
        files = [(url, record.size, record.mtime_ns) for url, record in final.records.items()]
        left = listing_digest(files, final.lists[-1])
        save = partial(save_fingerprint, context.options, context.inputs, result, left)
        context.try_save(partial(save, final.fonts))
