"""What screens and the pages of the admin need in their templates."""

from typing import Any

from django import template

from seo_meta.admin.screens import menu
from seo_meta.core.defang import visible

register = template.Library()
register.filter("visible", visible)


@register.simple_tag
def screens() -> list[dict[str, Any]]:
    """The menu of all screens, for pages of the admin that are none of them."""
    return menu()
