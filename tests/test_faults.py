"""The small forms of the benchmarks that harm a real server, fill a disk, start runs at once and make hostile pages."""

import os
import shutil
import subprocess

import pytest
from django.db import connection

from tests.small_forms import hold, server

SEED = ("--seed", "20261124")


def test_slow_clients_hold_nobody_else_up_behind_the_proxy_that_comes_with_the_images(measured) -> None:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("needs nginx (apt-get install nginx-light)")
    small = ("--fault", "slow-clients", "--seconds", "3", "--each", "5")
    hold("server_faults.py", *small, measured=measured)


def test_a_server_that_is_told_to_stop_or_to_load_anew_answers_what_it_was_asked(measured) -> None:
    small = ("--fault", "stop", "--fault", "reload", "--rounds", "1", "--seconds", "4", "--each", "5")
    hold("server_faults.py", *small, measured=measured)


def test_workers_that_are_killed_leave_no_approval_without_its_answer(measured) -> None:
    small = ("--fault", "worker-kills", "--kills", "4", "--each", "25", *SEED)
    hold("server_faults.py", *small, measured=measured)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server; set TEST_DATABASE_URL")
def test_a_server_without_its_database_says_so_and_recovers(measured) -> None:
    small = ("--fault", "database-gone", "--seconds", "3", "--each", "5")
    hold("server_faults.py", *small, "--database", server(), measured=measured)


def test_a_full_disk_tears_nothing_and_is_named(measured) -> None:
    if os.geteuid() or shutil.which("unshare") is None or not may_mount():
        pytest.skip("needs root, unshare (util-linux) and the right to mount")
    hold("full_disk.py", "--room", "0", "256", measured=measured)


def may_mount() -> bool:
    """Containers often keep it from their root."""
    command = ["unshare", "--mount", "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True).returncode == 0


def test_of_audits_of_one_site_at_once_one_reads_it(measured) -> None:
    hold("runs_at_once.py", "--kills", "1", *SEED, measured=measured)


def test_generated_pages_are_judged_or_given_up_with_a_reason(measured) -> None:
    hold("generated_pages.py", "--pages", "1000", *SEED, measured=measured)
