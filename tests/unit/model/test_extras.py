"""The list of libraries agrees with the project file, with what is installed and what uses it."""

import tomllib
from importlib.metadata import packages_distributions
from itertools import chain

from site_builder.importing.readers.formats import FORMATS as SOURCE_FORMATS
from site_builder.model.extras import EXTRAS, PROGRAM_LIBRARIES, extra_libraries
from site_builder.model.target import TARGET_TYPES
from tests.helpers import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OTHERS = {"test", "benchmark", "all"}
"""Of developers, and all at once."""


def test_it_says_what_the_project_file_says() -> None:
    assert [library.requirement for library in PROGRAM_LIBRARIES] == PROJECT["dependencies"]
    declared = {
        name: requirements
        for name, requirements in PROJECT["optional-dependencies"].items()
        if name not in OTHERS
    }
    listed = {
        name: [library.requirement for library in extra.libraries] for name, extra in EXTRAS.items()
    }
    assert listed == declared


def test_one_extra_brings_all() -> None:
    (everything,) = PROJECT["optional-dependencies"]["all"]
    name, _, extras = everything.removesuffix("]").partition("[")
    assert name == PROJECT["name"]
    assert sorted(extras.split(",")) == sorted(EXTRAS)


def test_each_module_comes_with_its_distribution() -> None:
    distributions = packages_distributions()
    for library in chain(PROGRAM_LIBRARIES, *(extra.libraries for extra in EXTRAS.values())):
        names = {name.lower() for name in distributions[library.module]}
        assert library.distribution.lower() in names


def test_what_needs_an_extra_names_one_that_brings_it() -> None:
    for source_format in SOURCE_FORMATS:
        modules = {library.module for library in extra_libraries(source_format.extra)}
        assert modules >= set(source_format.libraries), source_format.id
    assert {target.extra for target in TARGET_TYPES.values()} - {""} <= EXTRAS.keys()
