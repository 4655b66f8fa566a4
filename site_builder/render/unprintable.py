"""What a download cannot show, told to the author instead of being left out in silence."""


class UnprintableError(Exception):
    """Raised by a download's renderer; the pipeline makes a finding of it."""

    def __init__(self, message: str, hint: str, words: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint, words)
        self.message = message
        self.hint = hint
        self.words = words
        """What to look for in the sources to name the line."""
