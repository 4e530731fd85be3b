"""`docs/reference/licences.md` lists what the locks bring, and nothing is installed that cannot be shipped with."""

import os
import re
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution

import pytest

if "CI" not in os.environ:
    pytest.importorskip("license_expression", reason="needs requirements/release.txt")

from scripts.build_licences import OUTPUT, Package, declared, is_shippable, locked

ROW = re.compile(r"^\| (\S+) \| (\S+) \| (.+) \|$", re.MULTILINE)
LISTED = [Package(*row) for row in ROW.findall(OUTPUT.read_text()) if row[0] not in ("package", "---")]


def test_the_committed_page_has_the_packages_and_versions_of_the_locks() -> None:
    pins = [(package.name, package.version) for packages in locked().values() for package in packages]
    assert [(package.name, package.version) for package in LISTED] == pins, "Run: make licences"


def test_every_listed_licence_can_be_shipped_with() -> None:
    assert [package for package in LISTED if not is_shippable(package.licence)] == []


def test_the_page_says_what_the_installed_packages_say() -> None:
    compared = {package.name: package for package in LISTED if version(package.name) == package.version}
    assert {"django", "trafilatura"} <= compared.keys()
    told = {name: declared(distribution(name).metadata) for name in compared}  # type: ignore[arg-type]
    assert {name: package.licence for name, package in compared.items()} == told, "Run: make licences"


@pytest.mark.parametrize("licence", ["MIT", "MIT AND Apache-2.0", "GPL-2.0-only OR MPL-1.1", "LGPL-3.0-only"])
def test_a_licence_that_binds_nothing_but_its_own_package_can_be_shipped_with(licence: str) -> None:
    assert is_shippable(licence)


@pytest.mark.parametrize(
    "licence",
    ["AGPL-3.0-only", "GPL-3.0-or-later", "MIT AND GPL-2.0-only", "GPL-2.0-only OR AGPL-3.0-only", "NOASSERTION"],
)
def test_a_licence_that_binds_what_is_shipped_with_it_cannot(licence: str) -> None:
    assert not is_shippable(licence)


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License-Expression": "AGPL-3.0-only", "License": "MIT"}, "AGPL-3.0-only"),
        ({"License": "MIT License\n\nCopyright (c) 2026 A. Person"}, "MIT"),
        (
            {
                "License": "Copyright (c) 2001, 2002 A Company, Inc.",
                "Classifier": "License :: OSI Approved :: BSD License",
            },
            "LicenseRef-BSD",
        ),
        ({"License": "As you like"}, "NOASSERTION"),
        ({"Classifier": "License :: Other/Proprietary License"}, "NOASSERTION"),
        ({}, "NOASSERTION"),
    ],
)
def test_the_licence_is_the_expression_else_the_field_else_the_classifier(fields: dict[str, str], licence: str) -> None:
    metadata = Message()
    for name, value in fields.items():
        metadata[name] = value
    assert declared(metadata) == licence


def version(name: str) -> str:
    try:
        return distribution(name).version.partition("+")[0]
    except PackageNotFoundError:
        return ""
