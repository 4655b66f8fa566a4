"""A named check over the whole site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.model.diagnostic import Diagnostic
from site_builder.model.site import Site


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; its module's docstring documents it."""

    id: str
    name: str
    """In Chinese, for lists of rules."""
    find: Callable[[Site], Iterator[Diagnostic]]
