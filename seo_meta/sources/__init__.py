"""Where pages come from. A source yields `core.types.Document` values and says what it left out and why."""
