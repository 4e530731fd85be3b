"""Write `docs/reference/openapi-search.json`: the operations that ml_search adds to those of openapi.json.

    python scripts/build_search_openapi.py

With an argument, it goes to that file.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
sys.path.insert(0, str(ROOT))

os.environ["DJANGO_SETTINGS_MODULE"] = "siteagent_project.settings.test"
os.environ["SITEAGENT_APPS"] = "seo_meta,ml_search"


def added() -> dict[str, Any]:
    """The description of the whole API, less the paths and schemas of the one without search."""
    from siteagent_project.api import api

    known = json.loads((REFERENCE / "openapi.json").read_text())
    schema = json.loads(json.dumps(api.get_openapi_schema()))
    schema["paths"] = _less(schema["paths"], known["paths"])
    schema["components"]["schemas"] = _less(schema["components"]["schemas"], known["components"]["schemas"])
    return schema


def _less(values: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in known}


if __name__ == "__main__":
    django.setup()
    output = Path(sys.argv[1]) if sys.argv[1:] else REFERENCE / "openapi-search.json"
    output.write_text(json.dumps(added(), indent=2, sort_keys=True) + "\n")
