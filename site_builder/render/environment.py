"""Jinja2, restricted: undefined names fail, everything is escaped, few filters exist."""

import re
from functools import lru_cache, partial

import jinja2
from jinja2 import meta

from site_builder.core.hashing import digest_of_parts
from site_builder.core.urls import relative_root
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.views.page_meta import PageMeta
from site_builder.model.views.pages import NotFoundView, View
from site_builder.model.views.parts import Layout
from site_builder.render.qr import qr_code
from site_builder.render.template_bytecode import TemplateBytecode
from site_builder.render.template_engine import TemplateEngine
from site_builder.render.template_folder import Templates, default_templates

FILTERS = ("join", "length", "escape", "forceescape")
"""All that templates may use; views come ready to print."""


@lru_cache(maxsize=4)
def environment(templates: Templates) -> jinja2.Environment:
    """Build the environment for one folder of templates, which compiles each when first needed."""
    jinja_environment = TemplateEngine(
        loader=jinja2.FileSystemLoader(templates.folders),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=TemplateBytecode() if default_templates() in templates.folders else None,
    )
    jinja_environment.filters = {name: jinja_environment.filters[name] for name in FILTERS}
    return jinja_environment


def render_page(templates: Templates, template: str, view: View, layout: Layout, url: str) -> bytes:
    """Render one page."""
    compiled = environment(templates).get_template(template)
    code = partial(qr_code, _canonical_url(view))
    # A server shows the 404 page under any address: no way leads from there to the site's root.
    root = view.root if isinstance(view, NotFoundView) else relative_root(url)
    return compiled.render(page=view, layout=layout, root=root, qr=code).encode()


def _canonical_url(view: View) -> str:
    meta = getattr(view, "meta", None)
    return meta.canonical if isinstance(meta, PageMeta) else ""


@lru_cache(maxsize=512)
def template_digest(templates: Templates, template: str) -> str:
    """Return the digest of a template with everything it includes, imports or extends."""
    names = _closure(templates, template)
    parts = [f"{name}\0".encode() + _read_template(templates, name) for name in sorted(names)]
    if any(has_computed_reference(templates, name) for name in names):
        # Which file it is shows when a page is rendered: it may be any of them.
        parts.append(templates.digest.encode())
    return digest_of_parts(parts)


def _closure(templates: Templates, template: str) -> set[str]:
    names: set[str] = set()
    pending = [template]
    while pending:
        name = pending.pop()
        if name not in names:
            names.add(name)
            pending.extend(referenced_templates(templates, name))
    return names


@lru_cache(maxsize=1024)
def _read_template(templates: Templates, template: str) -> bytes:
    return templates.path(template).read_bytes()


_COMMENT = lazy_pattern(r"\{#.*?#\}", re.DOTALL)
_REFERENCE = lazy_pattern(r"\{%\s*(?:extends|from|include|import)\s+\"([^\"]+)\"")


def referenced_templates(templates: Templates, template: str) -> tuple[str, ...]:
    """Return the names of what a template includes, imports or extends, as far as it names them."""
    return tuple(name for name in _references(templates, template) if name is not None)


def has_computed_reference(templates: Templates, template: str) -> bool:
    """Return whether a template includes, imports or extends what it does not name."""
    return None in _references(templates, template)


@lru_cache(maxsize=1024)
def _references(templates: Templates, template: str) -> tuple[str | None, ...]:
    """Return what a template includes, imports or extends; None for a name that it computes."""
    source = _read_template(templates, template).decode()
    if templates.path(template) == default_templates() / template:
        # Ours are written in one way, which tests prove. To parse them takes as long as a hundred
        # pages do, and most builds render none of most kinds.
        return tuple(_REFERENCE.findall(_COMMENT.sub("", source)))
    return tuple(meta.find_referenced_templates(environment(templates).parse(source, template)))
