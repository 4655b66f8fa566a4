"""What all pages load or name: stylesheet, icon, scripts, pictures; built before any page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from site_builder.build.context import BuildContext
from site_builder.build.template_errors import unreadable_template_error
from site_builder.config.main_colour import dark_mode_text
from site_builder.model.page import OutputFile
from site_builder.model.settings import Settings
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
    share: OutputFile
    pointer: OutputFile
    hand: OutputFile

    @property
    def files(self) -> dict[str, OutputFile]:
        """Return the files by address."""
        return {file.url: file for file in (*self._named, self.pointer, self.hand)}

    @property
    def urls(self) -> AssetUrls:
        """Return the addresses."""
        return AssetUrls(*(file.url for file in self._named))

    @property
    def _named(self) -> tuple[OutputFile, ...]:
        """Return what pages name themselves, in the order of `AssetUrls`."""
        return (self.style, self.icon, self.modes, self.search, self.read_aloud, self.share)


def build_assets(context: BuildContext, settings: Settings) -> Assets:
    """Build the stylesheet, the icon and the scripts."""
    makers = (
        partial(assets.stylesheet, colours=_colours(settings.main_colour)),
        *(assets.icon_file, assets.reading_modes_script, assets.search_script),
        *(assets.read_aloud_script, assets.share_picture),
        *(assets.arrow_pointer, assets.hand_pointer),
    )
    return Assets(*(_build_asset(context, make) for make in makers))


def _colours(main_colour: str) -> assets.Colours:
    """Return what the main colour decides: in dark, its tint for lines and text."""
    if not main_colour:
        return assets.NO_COLOURS
    tint = dark_mode_text(main_colour)
    return assets.Colours(
        dict.fromkeys(("brand", "brand-line", "brand-text"), main_colour),
        {"brand": main_colour, "brand-line": tint, "brand-text": tint},
    )


def _build_asset(
    context: BuildContext, make: Callable[[Templates], tuple[str, bytes]]
) -> OutputFile:
    """Build one; an empty one, and a diagnostic, when a part of it cannot be read."""
    try:
        return OutputFile(*make(context.templates))
    except OSError as exc:
        context.diagnostics.append(unreadable_template_error(exc, context.templates, "assets"))
        return OutputFile(f"assets/{getattr(make, '__name__', 'site')}", b"")
