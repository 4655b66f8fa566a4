"""The commands, one short function each: flags in, exit code out."""
