"""What only an index of the site's content can tell. Vectors are read from the database: no rule loads an encoder."""

from .rules.semantic import ambiguous_title, cannibalisation

__all__ = ["ambiguous_title", "cannibalisation"]
