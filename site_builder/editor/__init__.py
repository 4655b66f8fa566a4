"""`site-builder edit`: forms over the preview, on this computer alone; they write sources alone."""
