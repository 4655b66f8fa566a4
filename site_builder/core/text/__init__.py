"""Characters and words: widths, scripts, the nearest of several names."""
