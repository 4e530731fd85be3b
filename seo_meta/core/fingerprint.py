"""The identity of a finding over time: the same fault tomorrow has the same fingerprint, wherever its line moved."""

from hashlib import blake2b

from .urls import without_origin


def fingerprint(rule: str, version: int, page_key: str, evidence: str, occurrence: int = 0) -> str:
    """128 bits in hex of rule, rule version, page and evidence; `occurrence` tells equal findings of one page apart.

    Only the path of the page counts, so that a preview on another host has the same findings.
    """
    parts = (rule, str(version), without_origin(page_key), evidence, str(occurrence))
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
