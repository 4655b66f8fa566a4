"""What all pages load: stylesheet, icon, scripts, pointers; built before any page."""

from collections.abc import Callable
from dataclasses import dataclass

from site_builder.build.context import BuildContext
from site_builder.build.template_errors import unreadable_template_error
from site_builder.model.page import OutputFile
from site_builder.model.views.parts import AssetUrls
from site_builder.render import assets
from site_builder.render.template_folder import Templates


@dataclass(frozen=True, slots=True)
class Assets:
    """What pages load: all of them the stylesheet, the icon and two scripts, one the search."""

    style: OutputFile
    icon: OutputFile
    modes: OutputFile
    search: OutputFile
    read_aloud: OutputFile
    pointer: OutputFile
    hand: OutputFile

    @property
    def files(self) -> dict[str, OutputFile]:
        """Return the files by address."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return {file.url: file for file in (*files, self.pointer, self.hand)}

    @property
    def urls(self) -> AssetUrls:
        """Return the addresses."""
        files = (self.style, self.icon, self.modes, self.search, self.read_aloud)
        return AssetUrls(*(file.url for file in files))


def build_assets(context: BuildContext) -> Assets:
    """Build the stylesheet, the icon and the scripts."""
    makers = (
        *(assets.stylesheet, assets.icon_file, assets.reading_modes_script, assets.search_script),
        *(assets.read_aloud_script, assets.arrow_pointer, assets.hand_pointer),
    )
    return Assets(*(_build_asset(context, make) for make in makers))


def _build_asset(
    context: BuildContext, make: Callable[[Templates], tuple[str, bytes]]
) -> OutputFile:
    """Build one; an empty one, and a diagnostic, when a part of it cannot be read."""
    try:
        return OutputFile(*make(context.templates))
    except OSError as exc:
        context.diagnostics.append(unreadable_template_error(exc, context.templates, "assets"))
        return OutputFile(f"assets/{make.__name__}", b"")
