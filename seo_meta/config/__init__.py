"""The files that a site writes to decide about its audit: `siteagent.toml` and `.siteagent/waivers.toml`.

Every mistake is named with file, line and remedy, and stops the command before anything is read.
"""

from .site import SiteConfig, load_config
from .waivers import load_waivers

__all__ = ["SiteConfig", "load_config", "load_waivers"]
