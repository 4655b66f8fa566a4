"""The facts of a named check: what it is called, what it looks at, what makes it worth running.

They cost nothing to read: the module with the check itself is imported when it first runs.
"""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from site_builder.model.diagnostic import Diagnostic

RuleScope = Literal["text", "file", "content", "site"]
"""What a rule looks at: each text, each attachment, the words of both, or the site as a whole.

Diagnostics of all but the last are cached with the file.
"""


class Anchor(StrEnum):
    """What a text must hold for some rule to find anything in it, where no words can say it."""

    CONFUSABLE = "a character that looks like another or cannot be seen"
    TRADITIONAL = "a traditional or variant character of the standards' table"
    BANNED_TERM = "a word of the standards' list or of the office's own"
    FORM_INSTRUCTION = "an instruction that a statutory form prints"
    LONG_NUMBER = "ten digits, or signs in their place, with nothing but separators between them"
    MASKED_NUMBER = "two digits beside a sign that hides others"
    LETTERED_NUMBER = "a letter and many digits, or the letters of a plate"
    DOOR_NUMBER = "a road or village and a number"
    BRACKETED_NUMBER = "a number behind an opening bracket"
    HEADING = "a heading"
    IMAGE = "an image"
    LINK = "a link"
    TABLE = "a table"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of a rule without running it."""

    module: str
    """Where its function `check` is; the module is named by the rule's id."""
    title: str
    """In Chinese, for lists of rules."""
    scope: RuleScope
    _: KW_ONLY
    codes: tuple[str, ...]
    """Names of its diagnostics, without the rule's id: `check --only id/name` knows them."""
    kinds: tuple[str, ...] = ()
    """Kinds of the sources it looks at; all when there are none."""
    anchors: tuple[str, ...] = ()
    """Words and other things without any of which a text holds nothing to report; always run when
    there are none."""
    judges_passages: bool = False
    """It judges each passage by itself: it is shown only those with an anchor."""
    has_identity_codes: bool = False
    """The identities of the statutory forms are names of its diagnostics too."""
    required_to_publish: tuple[str, ...] = ()
    """Names of its warnings that `deploy` takes as errors: what the law requires."""
    suppressible: Literal["warnings", "all", "none"] = "warnings"
    """Which of its diagnostics an author may accept with a reason."""

    @property
    def id(self) -> str:
        """Return its id, which its module is named by: `x001` of `x001_headings`."""
        return self.module.rpartition(".")[2].partition("_")[0]

    @property
    def check(self) -> "Callable[..., Iterator[Diagnostic]]":
        """Return the function that checks, from the rule's module."""
        return _check_of(self.module)


@cache
def _check_of(name: str) -> "Callable[..., Iterator[Diagnostic]]":
    """Return the function that checks, once its module is there as a whole."""
    # Never from sys.modules: another thread may be loading it, and half of it stands there.
    function: Callable[..., Iterator[Diagnostic]] = import_module(name).check
    return function
