"""Releases on targets: what differs → uploaded beside → switched at once; and the way back."""
