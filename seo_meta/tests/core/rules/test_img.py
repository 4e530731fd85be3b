import pytest

from seo_meta.core.images import is_unseen
from seo_meta.core.types import Image


@pytest.mark.parametrize(
    "image",
    [
        Image(width="1", height="1"),
        Image(width="0"),
        Image(height="1px", width="600"),
        Image(style="display:none"),
        Image(style="border: 0; visibility : HIDDEN"),
        Image(style="width:1px; height:1px"),
        Image(style="position:absolute;height:0!important"),
    ],
)
def test_pixels_spacers_and_hidden_images_are_unseen(image: Image) -> None:
    assert is_unseen(image)


@pytest.mark.parametrize(
    "image",
    [
        Image(),
        Image(width="10", height="11"),
        Image(width="100%", height="auto"),
        Image(style="max-width:1px"),
        Image(style="width:1em; height:0.5rem"),
        Image(style="border-width:0; line-height:1"),
        Image(style="width:100px"),
    ],
)
def test_any_other_image_is_seen(image: Image) -> None:
    assert not is_unseen(image)
