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
from site_builder.pages.share_picture import SHARE_PICTURE_URL, has_own_picture
from site_builder.render import assets
from site_builder.render.template_folder import Templates


@dataclass(frozen=True, slots=True)
class Assets:
    """What pages load: all of them the stylesheet, the icon and two scripts, one the search."""

    has_own_picture: bool
    """The plan has a picture for sharing with the office's name: ours is not published."""
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
        files = (*self._loaded, self.pointer, self.hand)
        return {file.url: file for file in files} | (
            {} if self.has_own_picture else {self.share.url: self.share}
        )

    @property
    def urls(self) -> AssetUrls:
        """Return the addresses."""
        share = SHARE_PICTURE_URL if self.has_own_picture else self.share.url
        return AssetUrls(*(*(file.url for file in self._loaded), share))

    @property
    def _loaded(self) -> tuple[OutputFile, ...]:
        """Return what pages load themselves, in the order of `AssetUrls`."""
        return (self.style, self.icon, self.modes, self.search, self.read_aloud)


def build_assets(context: BuildContext, settings: Settings) -> Assets:
    """Build the stylesheet, the icon and the scripts."""
    colours = _colours(settings.main_colour)
    makers = (
        partial(assets.stylesheet, colours=colours),
        partial(assets.icon_file, colours=colours),
        *(assets.reading_modes_script, assets.search_script),
        *(assets.read_aloud_script, assets.share_picture),
        *(assets.arrow_pointer, assets.hand_pointer),
    )
    files = (_build_asset(context, make) for make in makers)
    return Assets(has_own_picture(settings), *files)


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
