"""A proposed `figures.yaml`, as bytes."""

from site_builder.model.views.rollup import ProposalView


def proposal_yaml(view: ProposalView) -> bytes:
    """Write the proposal."""
    return view.text.encode("utf-8", "replace")
