"""Run a command of manage.py that dies by SIGKILL where a function is called for the nth time.

    python benchmarks/killed_at.py before|after MODULE FUNCTION N COMMAND …

Kills at random moments rarely hit the few microseconds that matter. Nothing is cleaned up on this way out either.
"""

import importlib
import os
import signal
import sys
from functools import wraps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def arm(moment: str, module: str, function: str, nth: int) -> None:
    owner: Any = importlib.import_module(module)
    *classes, name = function.split(".")
    for each in classes:
        owner = getattr(owner, each)
    real = getattr(owner, name)
    calls = 0

    @wraps(real)
    def armed(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*arguments, **named)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, armed)


def main() -> None:
    moment, module, function, nth, *command = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")
    import django

    django.setup()
    arm(moment, module, function, int(nth))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    main()
