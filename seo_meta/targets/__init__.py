"""Where approved edits go."""
