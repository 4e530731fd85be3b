"""The job summary of GitHub Actions: the Markdown report, appended to the file that `GITHUB_STEP_SUMMARY` names."""

from pathlib import Path

from seo_meta.core.report import Report, verdict

from . import markdown

MAX_SUMMARY = 1024 * 1024
"""Bytes of one step; GitHub drops a larger summary as a whole.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits"""


def append_summary(report: Report, path: Path) -> None:
    """Append the report, or its verdict alone, or nothing: whatever still fits. Raises OSError."""
    with path.open("ab") as file:
        room = MAX_SUMMARY - file.tell()
        for text in (markdown.render(report), f"**{verdict(report)}**\n"):
            block = f"\n{text}\n".encode()
            if len(block) <= room:
                file.write(block)
                return
