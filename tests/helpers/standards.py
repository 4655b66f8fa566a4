"""The standards that come with the program, loaded once for all tests of a process."""

from site_builder.standards.load import load_standards

STANDARDS = load_standards()
