"""The composition root: settings, URLs and the API. It finds the apps by name and imports none of them."""
