"""Releases on targets: what differs → uploaded in parallel → switched at once; and the rollback."""
