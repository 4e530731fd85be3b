from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class SeoMetaConfig(AppConfig):
    name = "seo_meta"
    verbose_name = "SEO metadata"
    default_auto_field = "django.db.models.BigAutoField"
    api_module = "seo_meta.api"
    metrics_module = "seo_meta.metrics"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them
        from .services.roles import make_role_groups

        # After Django's own receiver, which makes the permissions: its app comes first.
        post_migrate.connect(make_role_groups, sender=self)
        autodiscover_modules("audit_rules", "meta_generators")
