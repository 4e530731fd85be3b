"""`<meta name=viewport>`: https://www.w3.org/TR/css-viewport-1/#viewport-meta"""

import re

SETTING = re.compile(r"([a-z-]+)\s*=\s*([^\s,;]+)")


def settings_of(content: str) -> dict[str, str]:
    """The settings in lower case; of one that is given twice the last counts."""
    return dict(SETTING.findall(content.lower()))
