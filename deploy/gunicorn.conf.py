"""gunicorn, in both images. WEB_CONCURRENCY sets the number of workers (gunicorn reads it itself; default 1)."""

import os
from pathlib import Path

bind = os.environ.get("SITEAGENT_BIND", "127.0.0.1:8000")
threads = 4
# A heartbeat file on a slow disk can block a worker (gunicorn's FAQ, "blocking os.fchmod").
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# A second way in that nobody uses, and that needs a writable home.
control_socket_disable = True
max_requests = 10_000
max_requests_jitter = 1_000
accesslog = "-"
