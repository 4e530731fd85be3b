"""Where rules (and later generators) are known by their id."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Registered(Protocol):
    id: str


R = TypeVar("R", bound=Registered)


class Registry(Generic[R]):
    """One instance of each registered class, iterated in the order of ids."""

    def __init__(self) -> None:
        self._by_id: dict[str, R] = {}

    def register(self, cls: type[R]) -> type[R]:
        """Class decorator. Raises ValueError when another class already has the id."""
        known = self._by_id.get(cls.id)
        if known is not None and type(known).__qualname__ != cls.__qualname__:
            raise ValueError(f"{cls.__module__} and {type(known).__module__} both register {cls.id!r}; rename one")
        self._by_id[cls.id] = cls()
        return cls

    def __getitem__(self, id: str) -> R:
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[R]:
        return iter(self._by_id[id] for id in sorted(self._by_id))

    def __len__(self) -> int:
        return len(self._by_id)
