import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from siteagent_project.secret_key import secret_key


def test_a_key_that_was_made_as_the_message_says_is_taken() -> None:
    made = "3b1Ssvgw7wyHU0cGhjQUeTn1gAi9N9fYpXfX8c5jVtM8Jj0rS4Q2kzWZ7pT6uJxA"
    assert secret_key(made) == made
    assert secret_key(random := get_random_secret_key()) == random


@pytest.mark.parametrize(
    "value",
    [
        *(
            "for-tests-only",
            "changeme",
            "change-me-" * 4,
            "k" * 64,
            "abcd" * 16,
            "s3cret key of 49 characters, one too few for us!",
        ),
        *("django-insecure-for-development-only", f"django-insecure-{get_random_secret_key()}"),
    ],
)
def test_a_key_that_can_be_guessed_stops_the_start_and_is_not_repeated(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .* openssl rand -base64 48") as caught:
        secret_key(value)
    assert value not in str(caught.value)
