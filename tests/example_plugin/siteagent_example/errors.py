class ExampleError(Exception):
    """The plugin's own error, which the API answers with the status in `api.ERROR_STATUS`."""
