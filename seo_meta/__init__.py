"""The SEO side of SiteAgent: read a site, audit it, report. `core/` is pure; everything else has one kind of effect."""

__version__ = "0.1.0"
