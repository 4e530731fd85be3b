"""The rules of this plugin: `rules/<topic>/<rule>.py` holds the rule `<topic>.<rule>`."""
