"""Jinja2 without what it would repeat for every page of a site.

Templates stay those that Jinja2 knows, and give the same text: this changes only how often.
"""

from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Macro
from markupsafe import Markup
from markupsafe import escape as escape_any

from site_builder.model.html import Html

try:
    # Markup would be built around every value, which takes six times as long as escaping it.
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:  # installed without its C part, or another version of it
    escape_text = escape_any

CACHED = "cached"
"""The variable by which a component asks that each distinct use of it be rendered once: how many
renderings are kept. Such a component shows its arguments and nothing else."""


def escape(value: object) -> str:
    """Return the text of a value as it stands in HTML; nothing is escaped twice."""
    if type(value) is str:
        return escape_text(value)
    if type(value) is Markup or type(value) is Html:
        return value
    return escape_any(value)


class CachingTemplate(jinja2.Template):
    """A template whose macros keep what they rendered, where it asks for it."""

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja2's name for it
        shared: bool = False,  # noqa: FBT001, FBT002 - Jinja2's signature
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja2's name for it
    ) -> TemplateModule:
        """Return what the template defines."""
        module = super().make_module(vars, shared, locals)
        size = getattr(module, CACHED, 0)
        for name, value in tuple(module.__dict__.items()):
            if isinstance(value, Macro) and isinstance(size, int) and size > 0:
                setattr(module, name, _caching(value, size))
        return module


def _caching(macro: Macro, size: int) -> Callable[..., str]:
    cached = lru_cache(maxsize=size, typed=True)(macro)

    def call(*args: object, **kwargs: object) -> str:
        try:
            return cached(*args, **kwargs)
        except (TypeError, jinja2.UndefinedError):
            # An argument that cannot be a key; or the macro's own fault, which comes again.
            return macro(*args, **kwargs)

    return call


class DirectCalls(CodeGenerator):
    """Writes the program of a template; it calls components without a detour.

    Jinja2 asks of whatever is called whether it wants to know the context: nothing here does.
    """

    def visit_Call(  # noqa: N802 - Jinja2's name for it
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja2's signature
    ) -> None:
        """Write a call."""
        self.write("call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


def call(function: Callable[..., object], *args: object, **kwargs: object) -> object:
    """Call what a template names."""
    return function(*args, **kwargs)


class TemplateEngine(jinja2.Environment):
    """Jinja2, with what it looks up for every page looked up once."""

    template_class = CachingTemplate
    code_generator_class = DirectCalls

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja2's own options
        super().__init__(**options)
        self._loaded: dict[str, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja2's name for it
    ) -> jinja2.Template:
        """Return a template, as it was when first needed."""
        if isinstance(name, jinja2.Template) or globals is not None:
            return super().get_template(name, parent, globals)
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name, parent)
        return self._loaded[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template sees without being given it."""
        # Nothing is ever added to it, and each import asks what is in it.
        return self.globals if d is None else super().make_globals(d)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja2's signature
    ) -> str:
        """Return the program of a template, with our `call` and `escape`. A hook of Jinja2."""
        program = super()._generate(source, name, filename, defer_init)
        return f"{program}\nfrom {__name__} import call, escape\n"
