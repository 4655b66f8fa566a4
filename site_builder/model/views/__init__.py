"""The views: exactly what one kind of page or download shows."""
