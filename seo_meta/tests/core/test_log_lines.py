import json
import logging
import sys
from datetime import datetime
from typing import Any

import pytest

from seo_meta.core.log_context import JOB, RUN, WorkFilter
from seo_meta.core.log_lines import JsonLines, LogLines
from seo_meta.core.redact import HIDDEN

SECRET = "a-secret-of-this-test"


def record(message: str, *args: Any, **fields: Any) -> logging.LogRecord:
    made = logging.LogRecord("seo_meta.test", logging.INFO, __file__, 1, message, args, None)
    made.__dict__.update(fields)
    return made


def as_json(made: logging.LogRecord) -> dict[str, Any]:
    line = JsonLines([SECRET]).format(made)
    assert line.isascii()
    assert len(line.splitlines()) == 1
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_record_is_one_object_with_time_level_logger_and_message() -> None:
    found = as_json(record("read %s of %s", 3, "x"))
    assert datetime.fromisoformat(found.pop("time")).utcoffset() is not None
    assert found == {"level": "INFO", "logger": "seo_meta.test", "message": "read 3 of x"}


@pytest.mark.parametrize("text", ['"}\n{"level": "ERROR"', "a\r\nb", "\u2028x", "\x1b[31m", "\ud800", "{0}", "%s"])
def test_no_text_begins_another_record(text: str) -> None:
    assert as_json(record("%s", text))["message"] == text


def test_request_run_and_job_are_there_when_they_are_known() -> None:
    made = record("x", request_id="r1")
    run, job = RUN.set(7), JOB.set(9)
    WorkFilter().filter(made)
    RUN.reset(run)
    JOB.reset(job)
    found = as_json(made)
    assert (found["request_id"], found["run_id"], found["job_id"]) == ("r1", 7, 9)
    later = record("y")
    WorkFilter().filter(later)
    assert {"request_id", "run_id", "job_id"} & set(as_json(later)) == set()


def test_a_traceback_is_part_of_its_record() -> None:
    made = record("failed")
    try:
        raise ValueError(f"not {SECRET}")
    except ValueError:
        made.exc_info = sys.exc_info()
    found = as_json(made)
    assert found["exception"].endswith(f"ValueError: not {HIDDEN}")
    assert SECRET not in LogLines("{message}", secrets=[SECRET]).format(made)


@pytest.mark.parametrize("formatter", [JsonLines([SECRET]), LogLines("{message}", secrets=[SECRET])])
def test_no_secret_is_written_wherever_it_stands(formatter: logging.Formatter) -> None:
    made = record(f"{SECRET} %s %r", SECRET, {"key": [SECRET]}, fields={"path": f"/{SECRET}"}, stack_info=SECRET)
    assert SECRET not in formatter.format(made)
    assert HIDDEN in formatter.format(made)
