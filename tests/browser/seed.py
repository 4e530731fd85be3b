"""Fill an empty database for the browser, and say on standard output who and what is in it, as JSON.

Run as a program: the tests themselves ask no database, since Playwright leaves an event loop running in their thread,
in which Django refuses to."""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import django

REVIEWERS = ("ana", "ben")
PASSWORD = "the-harbour-at-six"
ASKED_FOR = re.compile(r'<meta (?:name="description"|property="og:\w+")[^>]*>|<link rel="canonical"[^>]*>')


def needy_copy(site: Path, folder: Path) -> Path:
    """The same pages without what a search engine would be shown, so that there is much to propose."""
    shutil.copytree(site, folder)
    for page in folder.rglob("*.html"):
        page.write_text(ASKED_FOR.sub("", page.read_text()))
    return folder


def reviewer_with_session(name: str) -> str:
    """The key of a session of a new reviewer."""
    from django.contrib.auth.models import User

    from seo_meta.tests.stored import session_of

    User.objects.create_user(name, password=PASSWORD, is_staff=True)
    return session_of(name)


def seed(site: Path, work: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from seo_meta.core.review import Move, RejectReason
    from seo_meta.models import Proposal
    from seo_meta.services.review import decide
    from seo_meta.services.transitions import Actor

    call_command("migrate", verbosity=0)
    sessions = {name: reviewer_with_session(name) for name in REVIEWERS}
    options = {"proposals": 50, "fail_on": "never", "out": work / "report", "verbosity": 0}
    call_command("meta_auto", str(needy_copy(site, work / "site")), base_url="https://kestrel.example/", **options)
    last = Proposal.objects.filter(state="open", field="description").order_by("worth", "-id")[0]
    decide(last.pk, last.version, Move.REJECT, Actor(None, "ben", "api"), reason=RejectReason.OFF_BRAND)
    first = Proposal.objects.filter(state="open", field="description").order_by("-worth", "id")[0]
    return {"sessions": sessions, "proposal": first.pk, "rejected": last.pk, "page": first.page_id, "run": first.run_id}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(seed(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
