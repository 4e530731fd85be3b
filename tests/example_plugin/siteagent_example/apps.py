from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "siteagent_example"
    api_module = "siteagent_example.api"
    metrics_module = "siteagent_example.metrics"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them
