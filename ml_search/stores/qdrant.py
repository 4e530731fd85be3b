"""Vectors in Qdrant 1.16 or later, for many machines: a collection a generation, and an alias for the active one.

A collection counts as a generation once it has its manifest, which is written last.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from ml_search.core.vectors import LEAST_RECALL, query_of, recall, stored
from ml_search.encoders import Vectors
from ml_search.errors import IndexUnreadable, StoreError
from ml_search.stores import KEPT, Generation, Hit, Ids

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

EF = 128
EXACT_UP_TO = 50_000
"""Chunks among which the search does without the graph."""
TIMEOUT = 5
"""Seconds for one request."""
BATCH = 256
MANIFEST = "siteagent"


@cache
def _client(url: str, key: str) -> "QdrantClient":
    try:
        from qdrant_client import QdrantClient
    except ImportError as error:
        raise StoreError("The package qdrant-client is missing. Install it with `make ml`.") from error
    return QdrantClient(url=url, api_key=key or None, timeout=TIMEOUT, check_compatibility=False)


def store_of(site: int) -> "QdrantStore":
    if urlsplit(settings.QDRANT_URL).scheme not in ("http", "https"):
        raise StoreError("Set QDRANT_URL to the server, such as http://127.0.0.1:6333, for the store qdrant.")
    return QdrantStore(site, _client(settings.QDRANT_URL, settings.QDRANT_API_KEY))


class Refused(IndexUnreadable):
    """The server answered, but not with what was asked for."""


class QdrantStore:
    """The generations of a site behind one client, which threads may share."""

    def __init__(self, site: int, client: "QdrantClient") -> None:
        self._alias = f"siteagent-{site}"
        self._client = client

    def generations(self) -> Sequence[Generation]:
        with _explained():
            found = [generation for name in self._collections() if (generation := self._manifest(name))]
            return sorted(found, key=lambda generation: generation.name, reverse=True)

    def active(self) -> Generation | None:
        with _explained():
            aliases = self._client.get_aliases().aliases
            name = next((alias.collection_name for alias in aliases if alias.alias_name == self._alias), None)
            return self._manifest(name) if name else None

    def write(self, generation: Generation, ids: Ids, vectors: Vectors) -> Generation:
        ids, rows = stored(ids, vectors, generation.dimensions, generation.count)
        name = self._collection(generation.name)
        with _explained():
            if self._client.collection_exists(name):
                if self._manifest(name):
                    raise IndexUnreadable(f"Generation {generation.name} is there already.")
                self._client.delete_collection(name)  # of a writer that was killed
            try:
                return self._fill(name, generation, ids, rows)
            except BaseException:
                with suppress(Exception):
                    self._client.delete_collection(name)
                raise

    def _fill(self, name: str, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Generation:
        from qdrant_client import models

        halves = models.VectorParams(
            size=generation.dimensions, distance=models.Distance.COSINE, datatype=models.Datatype.FLOAT16
        )
        self._client.create_collection(name, vectors_config=halves)
        for start in range(0, len(ids), BATCH):
            some = slice(start, start + BATCH)
            batch = models.Batch(ids=ids[some].tolist(), vectors=rows[some].astype(np.float32).tolist())
            self._client.upsert(name, batch, wait=True)
        if self._client.count(name, exact=True).count != len(ids):
            raise IndexUnreadable(f"{name} does not hold the chunks that were written to it.")
        if recall(rows, ids, lambda query, k: self._nearest(name, query, k, None)) < LEAST_RECALL:
            raise IndexUnreadable(f"Generation {generation.name} does not find its own vectors. Build it again.")
        written = msgspec.structs.replace(generation, kind="hnsw", parent="")
        self._client.update_collection(name, metadata={MANIFEST: msgspec.to_builtins(written)})
        if self._manifest(name) != written:
            raise IndexUnreadable("This Qdrant keeps no metadata of collections. Update it to 1.16 or later.")
        return written

    def activate(self, name: str) -> None:
        from qdrant_client import models

        collection = self._collection(name)
        with _explained():
            if not (self._client.collection_exists(collection) and self._manifest(collection)):
                raise IndexUnreadable(f"There is no generation {name} that is whole.")
            # It takes the place of an alias of that name in one step; to delete that before would be two.
            alias = models.CreateAlias(collection_name=collection, alias_name=self._alias)
            self._client.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])

    def search(self, vector: NDArray[np.float32], k: int, among: Ids | None = None) -> list[Hit]:
        try:
            with _explained():
                return self._nearest(self._alias, vector, k, among)
        except Refused:
            active = self.active()
            if active is None:
                remedy = "Build one with ml_index."
                raise IndexUnreadable(f"There is no index of the site that can be read. {remedy}") from None
            query_of(vector, active.dimensions)
            raise

    def _nearest(self, name: str, vector: NDArray[np.float32], k: int, among: Ids | None) -> list[Hit]:
        """By the graph; exactly among few, and where the graph comes to its end before there are k."""
        from qdrant_client import models

        exactly = (False, True) if among is None or len(among) > EXACT_UP_TO else (True,)
        condition = None if among is None else models.Filter(must=[models.HasIdCondition(has_id=among.tolist())])
        hits: list[Hit] = []
        for exact in exactly:
            answer = self._client.query_points(
                name,
                query=vector.tolist(),
                query_filter=condition,
                limit=k,
                search_params=models.SearchParams(hnsw_ef=max(EF, 2 * k), exact=exact),
                with_payload=False,
            )
            hits = [Hit(int(point.id), point.score) for point in answer.points]
            if len(hits) >= k or among is None:
                break
        return hits

    def prune(self) -> None:
        with _explained():
            active = self.active()
            names = [generation.name for generation in self.generations()]
            kept = [active.name] if active else []
            kept += [name for name in names if name not in kept]
            self._keep({self._collection(name) for name in kept[:KEPT]})

    def clear(self) -> None:
        with _explained():
            self._keep(set())

    def _keep(self, kept: set[str]) -> None:
        """The aliases of a collection go with it."""
        for name in self._collections():
            if name not in kept:
                self._client.delete_collection(name)

    def _collection(self, name: str) -> str:
        return f"{self._alias}-{name}"

    def _collections(self) -> list[str]:
        listed = self._client.get_collections().collections
        return [one.name for one in listed if one.name.startswith(f"{self._alias}-")]

    def _manifest(self, collection: str) -> Generation | None:
        """None of a collection that was not finished."""
        metadata = self._client.get_collection(collection).config.metadata or {}
        try:
            return msgspec.convert(metadata.get(MANIFEST), Generation)
        except msgspec.ValidationError:
            return None


@contextmanager
def _explained() -> Iterator[None]:
    """What goes wrong on the way to the server, and what that says, in one line."""
    from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

    try:
        yield
    except UnexpectedResponse as error:
        raise Refused(f"Qdrant answers {error.status_code}: {_said(error.content)}") from error
    except ValueError as error:  # an answer of another shape; and how the client's local mode refuses
        raise Refused(_unfit(error)) from error
    except ResponseHandlingException as error:
        raise IndexUnreadable(_unfit(error.source)) from error
    except ApiException as error:
        raise IndexUnreadable(_unfit(error)) from error


def _unfit(error: Exception) -> str:
    reason = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
    place = urlsplit(settings.QDRANT_URL).netloc.rpartition("@")[2]
    return f"Qdrant at {place} does not answer as it should: {reason}. See whether it runs and QDRANT_URL is right."


def _said(body: bytes) -> str:
    """The server's own words, where there are some."""
    with suppress(msgspec.DecodeError, LookupError, TypeError):
        return str(msgspec.json.decode(body)["status"]["error"])[:200]
    return body[:200].decode(errors="replace").partition("\n")[0]
