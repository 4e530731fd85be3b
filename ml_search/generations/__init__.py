"""Generations of vectors in a folder on disk: written whole, switched at once, checked before they are trusted.

CURRENT                the name of the active generation and its checksum
gen-<name>/            one generation; complete in itself, so damage to it leaves the others whole
    manifest.json      what it is, and size and checksum of each file
    ids.i64            chunks, ascending
    vectors.f16        their vectors, in the same order
    hnsw.faiss         a graph over them, where there are many
    delta-ids.i64      chunks that are new or changed since the graph was built, searched exactly
    delta-vectors.f16
    dead.i64           places in ids.i64 that no longer count
gen-<name>.tmp/        one that is being built, or whose writer was killed

Those in PostgreSQL are in tables (`tables.py`).
"""
