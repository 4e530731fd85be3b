"""How a site is reached. Apart from the client, which takes a tenth of a second to import."""

import msgspec

from .credentials import Credentials
from .guard import Access


class Reach(msgspec.Struct, frozen=True):
    """`deadline` is in seconds, for a whole request."""

    access: Access = Access()
    credentials: Credentials | None = None
    deadline: float = 30.0
