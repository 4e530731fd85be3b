"""Many requests at once, by wrk (`apt-get install wrk`): how many were answered, in what time, and which were not."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SCRIPT = """
local paths = {%s}
local asked = 0
request = function()
  asked = asked + 1
  return wrk.format(nil, paths[asked %% #paths + 1])
end
done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '\\n{"requests": %%d, "microseconds": %%d, "refused": %%d, "broken": %%d, "p50": %%f, "p99": %%f}\\n',
    summary.requests, summary.duration, failed.status, failed.connect + failed.read + failed.write + failed.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


class Answered(NamedTuple):
    requests: int
    per_second: float
    refused: int
    """Answers of another status than 2xx or 3xx."""
    broken: int
    """Connections that were refused or broken, and requests without an answer for ten seconds."""
    p50: float
    p99: float
    """Milliseconds."""

    @property
    def errors(self) -> int:
        return self.refused + self.broken


def wrk(port: int, paths: Sequence[str], headers: Mapping[str, str], seconds: float, connections: int) -> Answered:
    """Ask for the paths in turn, over and over, on so many connections."""
    program = shutil.which("wrk") or sys.exit("wrk is missing. Install it with: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "paths.lua")
        script.write_text(SCRIPT % ", ".join(map(json.dumps, paths)))
        command = [program, "--threads", "1", "--connections", str(connections), "--duration", f"{seconds:.0f}s"]
        command += ["--timeout", "10s", "--script", str(script)]
        for name, value in headers.items():
            command += ["--header", f"{name}: {value}"]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"wrk ended with exit code {done.returncode}: {done.stderr[-1_000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return Answered(
        told["requests"],
        told["requests"] / told["microseconds"] * 1e6,
        told["refused"],
        told["broken"],
        told["p50"] / 1000,
        told["p99"] / 1000,
    )
