from django.apps import AppConfig


class MlSearchConfig(AppConfig):
    name = "ml_search"
    verbose_name = "Search"
    api_module = "ml_search.api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them
