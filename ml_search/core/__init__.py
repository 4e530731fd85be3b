"""Pure functions of values: no Django, no network, no files, no clock."""
