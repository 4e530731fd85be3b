from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SeoMetaConfig(AppConfig):
    name = "seo_meta"
    verbose_name = "SEO metadata"
    default_auto_field = "django.db.models.BigAutoField"
    api_module = "seo_meta.api"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them

        autodiscover_modules("audit_rules", "meta_generators")
