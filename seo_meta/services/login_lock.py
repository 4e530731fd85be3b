"""Guessing a password takes ever longer: after five failed logins 15 minutes, after each further one twice as long."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils import timezone

from seo_meta.models import LoginLock

from .audit_log import record

FREE_ATTEMPTS = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(days=1)
FORGOTTEN_AFTER = timedelta(days=2)


def begin_attempt(username: str, ip: str) -> int:
    """Count an attempt before its password is looked at, so that attempts in parallel are as many as one by one.

    Returns which attempt it is; 0 when this name is locked for this address, and the attempt must end here.
    """
    now = timezone.now()
    with transaction.atomic():
        LoginLock.objects.filter(tried_at__lt=now - FORGOTTEN_AFTER).delete()
        locks = LoginLock.objects.select_for_update()
        lock, _ = locks.get_or_create(username=username, ip=_network(ip), defaults={"tried_at": now})
        if lock.locked_until is not None and lock.locked_until > now:
            return 0
        lock.attempts += 1
        lock.tried_at = now
        if lock.attempts >= FREE_ATTEMPTS:
            lock.locked_until = now + _lock_after(lock.attempts)
        lock.save()
    return lock.attempts


def forgive(username: str, ip: str) -> None:
    """The password was right: forget the attempts before it."""
    LoginLock.objects.filter(username=username, ip=_network(ip)).delete()


def locked_until(username: str, ip: str) -> datetime | None:
    """When this name may be tried again from this address; None when it may now."""
    lock = LoginLock.objects.filter(username=username, ip=_network(ip), locked_until__gt=timezone.now()).first()
    return lock.locked_until if lock is not None else None


def report_lock(username: str, ip: str, attempt: int) -> None:
    """Write into the audit log that this attempt, which failed, was the last for a while."""
    if attempt >= FREE_ATTEMPTS:
        minutes = _lock_after(attempt) // timedelta(minutes=1)
        record(f"user:{username}", "login.locked", ip=ip, attempts=attempt, minutes=minutes)


def unlock(username: str, *, by: str) -> int:
    """Let a user name be tried again, whatever the address. Returns from how many addresses it had been tried."""
    with transaction.atomic():
        freed, _ = LoginLock.objects.filter(username=username).delete()
        if freed:
            record(by, "login.unlocked", username)
    return freed


def _lock_after(attempts: int) -> timedelta:
    doublings = min(attempts - FREE_ATTEMPTS, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def _network(ip: str) -> str:
    """Of IPv6 the 64 bits that are given to a customer, who may use any address in them."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ""
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
