"""What a download cannot show, told to the author instead of being left out in silence."""


class RenderError(Exception):
    """Raised by a download's renderer; the pipeline makes a finding of it."""

    def __init__(self, message: str, hint: str, search_terms: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint, search_terms)
        self.message = message
        self.hint = hint
        self.search_terms = search_terms
        """What to look for in the sources to name the line."""
