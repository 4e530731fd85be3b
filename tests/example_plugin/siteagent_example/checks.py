import os
from typing import Any

from django.core import checks


@checks.register()
def check_configuration(**kwargs: Any) -> list[checks.CheckMessage]:
    return [checks.Warning("The example plugin is enabled.", hint="Leave it out.", id="siteagent_example.W001")]


@checks.register("readiness", deploy=True)
def check_backend(**kwargs: Any) -> list[checks.CheckMessage]:
    if os.environ.get("EXAMPLE_BACKEND") != "down":
        return []
    return [checks.Error("The backend is down.", hint="Start it.", id="siteagent_example.E101")]
