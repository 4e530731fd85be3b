"""gunicorn, in both images. WEB_CONCURRENCY sets the number of workers (gunicorn reads it itself; default 1)."""

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

from siteagent_project.env import env_choice, env_secret
from siteagent_project.logs import FORMATS, gunicorn_logging

bind = os.environ.get("SITEAGENT_BIND", "127.0.0.1:8000")
threads = 4
# A heartbeat file on a slow disk can block a worker (gunicorn's FAQ, "blocking os.fchmod").
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# A second way in that nobody uses, and that needs a writable home.
control_socket_disable = True
max_requests = 10_000
max_requests_jitter = 1_000
logconfig_dict = gunicorn_logging(env_choice("LOG_FORMAT", "line", FORMATS))

METRICS = bool(env_secret("SITEAGENT_METRICS_TOKEN"))


def on_starting(server):
    """A folder of this server alone, in which its workers count requests together."""
    if METRICS:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="siteagent-metrics-")


def pre_fork(server, worker):
    taken = {other.slot for other in server.WORKERS.values()}
    worker.slot = next(number for number in count() if number not in taken)


def post_fork(server, worker):
    """A worker goes on in the files of the one that it replaces; by process id there would be ever more files."""
    if METRICS:
        from prometheus_client import values

        values.ValueClass = values.MultiProcessValue(lambda: worker.slot)


def post_worker_init(worker):
    """What the first request would wait for, apps begin to load now (`AppConfig.warm_up`)."""
    from django.apps import apps

    for config in apps.get_app_configs():
        if warm_up := getattr(config, "warm_up", None):
            warm_up()


def on_exit(server):
    if METRICS:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
