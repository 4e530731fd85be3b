"""A release is an sdist and a wheel with all that runs and nothing else, and a bill of materials. The wheel is tried in
an environment with the packages of the lean lock alone, away from the checkout."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from seo_meta import __version__
from tests.process import ROOT
from tests.test_requirements import APPS, names_in

TARGETS = ("try-package", "build/sbom/siteagent-lean.cdx.json")
EXTRAS = ("prod", "redis", "ml")
COMMIT_TIME = "1767225600"

USE = """
import json
import re
from pathlib import Path

import django

django.setup()
from django.apps import apps
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.template.loader import get_template
from django.test import Client

call_command("migrate", verbosity=0)
login = Client(headers={"host": "localhost"}).get("/admin/login/")
folders = [Path(apps.get_app_config(name).path, "templates") for name in ("seo_meta", "ml_search")]
templates = [str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html")]
linked = re.findall(r'(?:src|href)="/static/([^"]+)"', login.content.decode())
print(json.dumps({
    "from": sorted({str(folder.parents[1]) for folder in folders}),
    "login": login.status_code,
    "linked": len(linked),
    "not found": [name for name in linked if not find(name)],
    "compiled": sum(bool(get_template(name)) for name in templates),
}))
"""


@dataclass(frozen=True)
class Release:
    """A copy of the checkout in which `make` made TARGETS, and what it said."""

    tree: Path
    done: subprocess.CompletedProcess[str]

    @property
    def files(self) -> set[str]:
        """What of the checkout runs."""
        found = (path.relative_to(self.tree) for app in APPS for path in (self.tree / app).rglob("*") if path.is_file())
        return {str(path) for path in found if not {"tests", "__pycache__"} & set(path.parts)}

    @property
    def wheel(self) -> Path:
        (found,) = (self.tree / "dist").glob("*.whl")
        return found

    @property
    def metadata(self) -> Message:
        with ZipFile(self.wheel) as file:
            return HeaderParser().parsestr(file.read(f"siteagent-{__version__}.dist-info/METADATA").decode())

    @property
    def bin(self) -> Path:
        return self.tree / "build" / "lean" / "bin"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    if not (Path(sys.prefix) / "release").exists() and "CI" not in os.environ:
        pytest.skip("needs the environment that `make test` makes, with requirements/release.txt")
    tree = tmp_path_factory.mktemp("release")
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).stdout.splitlines()
    for name in filter(lambda name: (ROOT / name).is_file(), listed):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    return Release(tree, run("make", f"VENV={sys.prefix}", f"PYTHON={sys.executable}", *TARGETS, cwd=tree))


@pytest.fixture
def installed(release: Release) -> Release:
    if not (release.tree / "build" / "lean" / "installed").exists() and "CI" not in os.environ:
        pytest.skip(f"pip cannot install the packages here: {release.done.stderr[-300:]}")
    assert release.done.returncode == 0, release.done.stderr
    return release


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME") or name.startswith("PIP_")}
    env |= {"SOURCE_DATE_EPOCH": COMMIT_TIME} | variables
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=600)


def test_the_wheel_holds_the_apps_and_the_sdist_what_it_is_built_from_and_neither_the_tests(release: Release) -> None:
    with ZipFile(release.wheel) as file:
        assert {name for name in file.namelist() if ".dist-info/" not in name} == release.files
    (sdist,) = (release.tree / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as tar:
        packed = {member.name.partition("/")[2] for member in tar if member.isfile()}
    made = {name for name in packed if name.startswith("siteagent.egg-info/")} | {"PKG-INFO", "setup.cfg"}
    lists = {f"requirements/{name}.in" for name in ("base", *EXTRAS)}
    assert packed - made == release.files | lists | {"LICENSE", "MANIFEST.in", "README.md", "pyproject.toml"}


def test_one_commit_gives_one_wheel_byte_for_byte(release: Release, tmp_path: Path) -> None:
    build = (sys.executable, "-m", "build", "--quiet", "--no-isolation", "--wheel", "--outdir", tmp_path)
    done = run(*build, cwd=release.tree)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / release.wheel.name).read_bytes() == release.wheel.read_bytes()


def test_the_metadata_has_version_licence_and_readme_and_an_extra_for_each_list(release: Release) -> None:
    told = release.metadata
    assert (told["Name"], told["Version"], told["License-Expression"]) == ("siteagent", __version__, "MIT")
    assert told["License-File"] == "LICENSE"
    assert told.get_payload().strip() == (ROOT / "README.md").read_text().strip()
    needed = told.get_all("Requires-Dist", [])
    for extra in EXTRAS:
        assert {name_of(one) for one in needed if f'extra == "{extra}"' in one} == names_in(extra)
    assert {name_of(one) for one in needed if "extra ==" not in one} == names_in("base")
    assert set(told.get_all("Provides-Extra", [])) == set(EXTRAS)


@pytest.mark.parametrize("command", [("siteagent",), ("python", "-m", "siteagent_project")], ids=" ".join)
def test_the_installed_commands_are_those_of_the_checkout(
    installed: Release, tmp_path: Path, command: tuple[str, ...]
) -> None:
    done = run(installed.bin / command[0], *command[1:], "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {"meta_auto", "seo_review", "seo_worker"} <= set(done.stdout.split())


def test_the_installed_package_audits_a_site_and_writes_its_reports(installed: Release, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "site", tmp_path / "public")
    for words, code in ((("check",), 0), (("migrate", "-v0"), 0), (("meta_auto", "public"), 1)):
        done = run(installed.bin / "siteagent", *words, cwd=tmp_path)
        assert done.returncode == code, done.stdout + done.stderr
    assert "5 errors" in done.stdout
    report = json.loads((tmp_path / "siteagent-report" / "report.json").read_text())
    assert "title.duplicate" in json.dumps(report)
    assert "<style" in (tmp_path / "siteagent-report" / "report.html").read_text()


def test_the_installed_screens_have_their_templates_and_static_files(installed: Release, tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev", "SITEAGENT_APPS": "seo_meta,ml_search"}
    done = run(installed.bin / "python", "-c", USE, cwd=tmp_path, **settings)
    assert done.returncode == 0, done.stderr
    used: dict[str, Any] = json.loads(done.stdout)
    assert used.pop("linked") > 0
    assert used == {
        "from": [run(installed.bin / "python", "-c", SITE_PACKAGES, cwd=tmp_path).stdout.strip()],
        "login": 200,
        "not found": [],
        "compiled": sum("/templates/" in name and name.endswith(".html") for name in installed.files),
    }


SITE_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


def test_the_bill_of_materials_names_every_package_of_the_lock_its_version_and_its_licence(installed: Release) -> None:
    text = (installed.tree / TARGETS[1]).read_text()
    bill = json.loads(text)
    found = {name_of(one["name"]): one for one in bill["components"]}
    lock = (ROOT / "requirements" / "ci.txt").read_text()
    assert found.keys() == {name_of(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)} | {"siteagent"}
    assert [name for name, one in found.items() if not one["licenses"] or f"@{one['version']}" not in one["purl"]] == []
    depends = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    direct = {name_of(ref.partition("==")[0]) for ref in depends[f"siteagent=={__version__}"]}
    assert names_in("base") <= direct
    assert str(installed.tree) not in text


def name_of(requirement: str) -> str:
    """The normal form of the name that a requirement begins with (PEP 503)."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()
