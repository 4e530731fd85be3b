from django.apps import AppConfig


class MlSearchConfig(AppConfig):
    name = "ml_search"
    verbose_name = "Search"
    api_module = "ml_search.api"
    default_auto_field = "django.db.models.BigAutoField"
    metrics_module = "ml_search.metrics"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them

    def warm_up(self) -> None:
        """Have a server process load the encoder of queries beside its first requests."""
        from .services.query_vector import load_encoder

        load_encoder()
