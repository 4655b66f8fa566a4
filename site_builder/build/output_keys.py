"""What decides the bytes of each output: its own causes, and those that its renderer shares.

A key is made from digests that exist before anything is rendered, so nothing is built to find out
that nothing changed; and each cause keeps its name, so a build can state why it made a file again.
"""

from collections.abc import Mapping

from site_builder.build import cache, optional_dependencies
from site_builder.build.context import BuildContext
from site_builder.build.library_versions import ATTACHMENTS, PAGES, READING
from site_builder.build.output_renderer import Task, is_download
from site_builder.core.hashing import digest
from site_builder.core.installed_versions import versions
from site_builder.model.download_formats import FORMATS_BY_ID
from site_builder.model.lazy_pattern import lazy_pattern
from site_builder.model.page import OutputFile, Page, Plan, StaticFile
from site_builder.pages.causes import download_settings_cause, settings_cause
from site_builder.render.download_renderers import download_templates
from site_builder.render.environment import template_digest

_READY, _CLEAN_COPY, _COPY = "ready", "clean-copy", "copy"
"""By what a file is made that has neither a template nor a format."""
_PLAIN = lazy_pattern(r"[!-~]{1,100}")
"""A cause that stands in a key as it is; another one stands there as its digest."""


class OutputKeys:
    """The keys of one build's outputs."""

    def __init__(self, context: BuildContext, plan: Plan) -> None:
        self._context = context
        self._plan = plan
        self._common = {"program": cache.program_digest()}
        self._settings = settings_cause(plan.settings)
        self._download_settings = download_settings_cause(plan.settings)
        self._frame = digest(repr(plan.layout).encode())
        self._shared: dict[str, str] = {}

    def key(self, task: Task) -> str:
        """Return what decides a file besides what its renderer shares with others."""
        if isinstance(task, OutputFile):
            return join_causes({"bytes": digest(task.data)})
        if isinstance(task, StaticFile):
            return join_causes({"bytes": self._context.checked_digests.get(task.source.path, "")})
        digests = self._context.checked_digests
        held = (digests.get(picture.source.path, "") for picture in task.pictures.values())
        return join_causes({**task.causes, "pictures": " ".join(held)})

    def shared(self, task: Task) -> str:
        """Return what decides all files of the same renderer."""
        name = renderer_of(task)
        if name not in self._shared:
            self._shared[name] = join_causes(self._shared_causes(task))
        return self._shared[name]

    def _shared_causes(self, task: Task) -> Mapping[str, str]:
        if isinstance(task, OutputFile):
            return {}
        if isinstance(task, StaticFile):
            cleaning = {"libraries": versions(ATTACHMENTS)}
            return {**self._common, **cleaning} if task.sanitize else {}
        templates = self._context.templates
        if is_download(task):
            # A download sees nothing of the frame: another year's section leaves it as it is.
            contents = (path.read_bytes() for path in download_templates(templates, task.renderer))
            causes = {
                "settings": self._download_settings,
                "template": "".join(map(digest, contents)),
            }
        else:
            causes = {
                "settings": self._settings,
                "frame": self._frame,
                "template": template_digest(templates, task.renderer),
            }
        # The digest of a text, in the key of its page, says nothing of what reads it.
        libraries = f"{versions(READING)} {self._libraries(task)}"
        shared = {"standards": self._context.standards.digest, "libraries": libraries}
        return {**self._common, **shared, **causes}

    def _libraries(self, task: Page) -> str:
        if is_download(task):
            fonts = self._plan.settings.fonts
            return optional_dependencies.library_fingerprint(task.renderer, fonts)
        return versions(PAGES)


def renderer_of(task: Task) -> str:
    """Return by what a file is made, in the words of the manifest."""
    if isinstance(task, OutputFile):
        return _READY
    if isinstance(task, StaticFile):
        return _CLEAN_COPY if task.sanitize else _COPY
    return task.renderer


def is_made_first(renderer: str) -> bool:
    """Return whether what it makes is made before the pages, which state how large it is."""
    return renderer in FORMATS_BY_ID or renderer in (_READY, _CLEAN_COPY, _COPY)


def join_causes(causes: Mapping[str, str]) -> str:
    """Write causes as one word for the manifest, each behind its name."""
    return " ".join(f"{name}:{_brief(value)}" for name, value in causes.items() if value)


def _brief(value: str) -> str:
    is_plain = _PLAIN.fullmatch(value) is not None
    return value if is_plain else digest(value.encode("utf-8", "surrogatepass"))
