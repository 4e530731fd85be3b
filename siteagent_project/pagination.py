from ninja import Field
from ninja.pagination import LimitOffsetPagination


class Pagination(LimitOffsetPagination):
    """`limit` and `offset` in, `items` and `count` out. Offsets stay below what databases take as an integer."""

    class Input(LimitOffsetPagination.Input):
        offset: int = Field(0, ge=0, le=2**31 - 1)
