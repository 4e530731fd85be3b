"""A plugin that uses every extension point: docs/how-to/write-a-plugin.md."""
