import subprocess
import sys
from pathlib import Path

from ml_search.checks import PACKAGES

ROOT = Path(__file__).parents[2]
MODULES = tuple(PACKAGES)
CHECK = """
import sys
sys.modules.update(dict.fromkeys({hidden}))  # None: as if it were not installed
from siteagent_project.__main__ import main
sys.argv = ["manage.py", "check"]
main()
"""


def check(hidden: tuple[str, ...] = (), path: str = "") -> subprocess.CompletedProcess[str]:
    """Run `manage.py check` with ml_search enabled, in a process of its own: enabling an app cannot be undone."""
    env = {
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.test",
        "SITEAGENT_APPS": "seo_meta,ml_search",
    }
    command = [sys.executable, "-c", CHECK.format(hidden=hidden)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def test_missing_packages_are_an_error_with_the_command_that_mends_it() -> None:
    done = check(hidden=MODULES)
    assert done.returncode == 1
    assert "(ml_search.E001) ml_search is enabled, but these packages are missing: " in done.stderr
    assert "torch, sentence-transformers, faiss-cpu, snowballstemmer." in done.stderr
    assert "make ml" in done.stderr
    assert "Traceback" not in done.stderr


def test_installed_packages_pass_without_being_imported(tmp_path: Path) -> None:
    for module in MODULES:
        (tmp_path / f"{module}.py").write_text("raise AssertionError('imported')")
    done = check(path=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
