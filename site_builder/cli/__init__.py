"""The command line: the parser, one module a command, output for people and for machines."""
