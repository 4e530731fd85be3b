import json

from tests.process import python

HEAVY = ("torch", "transformers", "sentence_transformers", "faiss", "numpy", "ml_search")

START = f"""
import json, sys
from importlib import import_module

import django
from django.conf import settings

django.setup()
import_module(settings.ROOT_URLCONF)
print(json.dumps([name for name in {HEAVY} if name in sys.modules]))
"""


def loaded(settings: str) -> list[str]:
    module = f"siteagent_project.settings.{settings}"
    done = python("-c", START, DJANGO_SETTINGS_MODULE=module, SITEAGENT_APPS="seo_meta,ml_search")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_pipeline_loads_no_machine_learning_whatever_the_environment_says() -> None:
    assert loaded("ci") == []


def test_with_search_enabled_its_libraries_wait_until_they_are_used() -> None:
    assert loaded("test") == ["ml_search"]


def test_every_module_imports_only_what_its_layer_may() -> None:
    done = python("-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout
