from django.http import HttpRequest
from ninja import Router

from .errors import ExampleError

ERROR_STATUS = {ExampleError: 409}

router = Router(tags=["example"])


@router.get("/example/{number}", response=int, operation_id="double", summary="Double a number")
def double(request: HttpRequest, number: int) -> int:
    if number < 0:
        raise ExampleError(f"{number} is negative. Use a number from 0.")
    return 2 * number
