"""Write `docs/reference/errors.md`: what the API answers, and why something is not written.

    python scripts/build_error_reference.py [FILE]

Statuses come from `ERROR_STATUS` of the apps, the words from the docstrings of the errors, and the sentences of
refusals from the code that refuses.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "docs" / "reference" / "errors.md"
APPS = ("seo_meta", "ml_search")
APP = ROOT / "seo_meta"
REFUSING = (APP / "git_program.py", *sorted((APP / "targets").glob("*.py")), *sorted((APP / "services").glob("*.py")))
EDITS = APP / "core" / "html_edit" / "change.py"
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")

HEAD = """\
# Errors

A command says in one line what is wrong and what to change, and ends with an [exit code](../how-to/run-in-ci.md). The
API says the same in a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)):

```json
{
  "type": "urn:siteagent:problem:version-conflict", "title": "Precondition Failed", "status": 412,
  "detail": "…", "version": 3
}
```

`type` stays the same for one cause, and is `about:blank` where the status says all. `detail` is for people and may
change. This page is written by `make errors`.

## Answers of the API

| status | problem | when | what to do |
|---|---|---|---|"""

ANYWHERE = (
    (400, "The request cannot be understood", "send what [the reference](api.md) describes"),
    (401, "Nobody is logged in, and no key was sent", "log in to the admin with a staff account, or send a key"),
    (403, "The key lacks a scope, the user a role, or the CSRF token is missing", "`detail` names it"),
    (404, "There is nothing at this address, or not for who asks", "look at the address, and at the roles"),
    (405, "The address does not know the method", "see [the reference](api.md)"),
    (422, "A parameter or the body is not valid", "`errors` names each `place` and `name`"),
    (429, "Too many requests", "wait as many seconds as `Retry-After` says"),
    (500, "The server failed", "its log has the reason"),
)
REMEDIES = {
    "AccessError": "ask for the role or scope that `detail` names",
    "BlockedByGuardrail": "write it anew, or override with a note; `rules` says what it breaks",
    "CredentialError": "send a key that is valid",
    "IndexBusy": "ask again when the other is done",
    "IndexUnreadable": "make the index anew, as `detail` says",
    "KeyInUse": "ask again when the first request is answered",
    "KeyReused": "take a new key for a new request",
    "NoGeneration": "list the generations that there are",
    "NoProposal": "look at the id",
    "NoSite": "look at the site that is named",
    "NotAllowed": "`detail` says why not in this state, or what is missing",
    "NotWritable": "as [below](#why-something-is-not-written)",
    "OrderError": "order what `detail` says is allowed",
    "OverError": "look at the state of the run",
    "PreconditionRequired": "send `If-Match` with the `ETag` that was read",
    "QueryError": "write the query as `detail` says",
    "RunError": "look at the id, or wait for the run",
    "SearchConsoleError": "send the export of the site's own property",
    "SourceError": "`detail` says what cannot be read",
    "StoreError": "`detail` names the database, package or setting",
    "Suppressed": "lift the rejection, or override with a note",
    "TargetError": "as [below](#why-something-is-not-written)",
    "UnderWayError": "wait; `Location` says where to watch",
    "VersionConflict": "read the proposal again and decide anew",
}


def render() -> str:
    """Raises KeyError for an error of the API that REMEDIES lacks. Django is set up, with both apps."""
    lines = [HEAD, *_answers(), "", *_anywhere(), "", *_refusals(), "", *_edits(), ""]
    return "\n".join(lines)


def _answers() -> Iterator[str]:
    rows = [(status, error) for app in APPS for error, status in import_module(f"{app}.api").ERROR_STATUS.items()]
    for status, error in sorted(rows, key=lambda row: (row[0], row[1].__name__)):
        name = getattr(error, "problem", "")
        kind = "a code from below" if error.__name__ == "NotWritable" else f"`{name}`" if name else "–"
        yield f"| {status} | {kind} | {_sentence(getdoc(error) or '')} | {REMEDIES[error.__name__]} |"


def _anywhere() -> Iterator[str]:
    yield "And from any address, without a name:\n"
    yield "| status | when | what to do |\n|---|---|---|"
    for status, when, remedy in ANYWHERE:
        yield f"| {status} | {when} | {remedy} |"


def _refusals() -> Iterator[str]:
    yield "## Why something is not written\n"
    yield "`seo_apply`, `meta_auto --pr` and `/proposals/{id}/diff` refuse with one of these codes; the file stays."
    yield "[Apply proposals](../how-to/apply-proposals.md#why-a-proposal-is-not-written) says what helps.\n"
    yield "| code | what is said |\n|---|---|"
    said: dict[str, list[str]] = {}
    for file in REFUSING:
        for code, sentence in _coded(ast.parse(file.read_text(encoding="utf-8"))):
            said.setdefault(code, []).extend([sentence] if sentence else [])
    for code, sentences in sorted(said.items()):
        yield f"| `{code}` | {'<br>'.join(dict.fromkeys(sentences)) or 'a sentence that says why'} |"


def _edits() -> Iterator[str]:
    yield "### What the page itself has\n"
    yield "| code | meaning |\n|---|---|"
    reasons = next(
        node for node in ast.parse(EDITS.read_text(encoding="utf-8")).body if getattr(node, "name", "") == "Reason"
    )
    members = [node for node in reasons.body if isinstance(node, ast.Assign | ast.Expr)]
    for member, meaning in zip(members[1::2], members[2::2], strict=True):
        yield f"| `{member.value.value}` | {_sentence(meaning.value.value)} |"


def _coded(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Each code that is followed by a sentence, in a call or in a pair that is returned. The sentence is empty where
    another place makes it."""
    refusing = ("TargetError", "_refuse", "refused", "Refusal")
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in refusing:
            values = node.args
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
            values = node.value.elts
        else:
            continue
        for code, sentence in pairwise(values):
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value):
                yield code.value, _template(sentence)


def _template(sentence: ast.expr) -> str:
    """The sentence with an ellipsis for what is filled in."""
    if isinstance(sentence, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in sentence.values)
    return str(sentence.value) if isinstance(sentence, ast.Constant) else ""


def _sentence(doc: str) -> str:
    """The first sentence, in one line."""
    return re.split(r"\.(?:\s|$)", " ".join(doc.split()))[0].replace("|", "\\|")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.test", "SITEAGENT_APPS": ",".join(APPS)}
    import django

    django.setup()
    (Path(sys.argv[1]) if sys.argv[1:] else OUTPUT).write_text(render(), encoding="utf-8")
