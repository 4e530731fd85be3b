"""A site in a real git repository with a bare remote, and its nights."""

import os
import subprocess
from pathlib import Path

from seo_meta.models import Proposal, Rejection, Run, Site
from seo_meta.tests.commands.test_commands import run

BRANCH = "siteagent/seo-meta"
PAGE = (
    '<!doctype html><html lang="en"><title>{title}</title><h1>{heading}</h1><p>Beans and water, and little else.</p>\n'
)
PERSON = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, **PERSON}
    done = subprocess.run(("git", *arguments), cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


class Nights:
    """The clone is `here`, the site its folder `built`, the remote `remote`."""

    built = "site"

    def __init__(self, folder: Path) -> None:
        self.remote, self.here = folder / "remote.git", folder / "clone"
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(folder, "clone", "--quiet", str(self.remote), str(self.here))
        git(self.here, "checkout", "--quiet", "-b", "main")
        (self.here / "site").mkdir()
        (self.here / ".gitignore").write_text("siteagent-report/\n")
        self.write("a.html", PAGE.format(title="", heading="How we roast coffee at the harbour"))
        self.write("b.html", PAGE.format(title="", heading="Where our coffee comes from each year"))
        self.publish()

    def write(self, name: str, text: str) -> None:
        (self.here / "site" / name).write_text(text)

    def publish(self, message: str = "Publish") -> None:
        """Commit and push the base branch."""
        git(self.here, "add", "--all")
        git(self.here, "commit", "--quiet", "--message", message)
        git(self.here, "push", "--quiet", "origin", "main")

    def night(self, *arguments: object) -> tuple[int, str]:
        """One run with a database of its own; (exit code, what the command wrote or the error)."""
        for model in (Rejection, Proposal, Run, Site):
            model.objects.all().delete()
        return self.again(*arguments)

    def again(self, *arguments: object) -> tuple[int, str]:
        """One run with the database of the run before."""
        fixed = ("--base-url", "https://example.com/", "--workers", 0)
        return run("meta_auto", self.here / self.built, *fixed, *(arguments or ("--pr",)))

    def tip(self, branch: str = BRANCH) -> str:
        """The id of a branch of the remote; empty for none."""
        return git(self.remote, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")

    def read(self, path: str, branch: str = BRANCH) -> str:
        return git(self.remote, "show", f"{branch}:{path}")

    def changed(self) -> list[str]:
        """The paths in which the branch differs from the base."""
        return git(self.remote, "diff", "--name-only", "main", BRANCH).splitlines()

    def commit_as_person(self) -> str:
        """Somebody adds a commit to the branch."""
        git(self.here, "fetch", "--quiet", "origin", BRANCH)
        git(self.here, "checkout", "--quiet", "-B", "mine", "FETCH_HEAD")
        self.write("a.html", PAGE.format(title="A title of Ann's own", heading="Coffee"))
        git(self.here, "commit", "--quiet", "--all", "--message", "Word it better")
        git(self.here, "push", "--quiet", "origin", f"mine:{BRANCH}")
        git(self.here, "checkout", "--quiet", "main")
        return self.tip()
