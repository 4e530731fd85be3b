"""Byte-exact edits of the metadata of an HTML file.

`plan` finds the spans with a tokenizer of ours (`tokenizer.py`, `tree.py`), splices bytes (`splices.py`,
`insertion.py`) and lets two independent parsers prove the result (`verify.py`), or refuses. docs/explanation/edits.md
has the rules.
"""

from .change import Change, Edit, Plan, Reason, Refused, apply
from .planning import plan

__all__ = ["Change", "Edit", "Plan", "Reason", "Refused", "apply", "plan"]
