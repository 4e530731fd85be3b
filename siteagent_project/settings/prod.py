"""A server behind a proxy that speaks HTTPS. Refuses to start without its secrets; `check --deploy` is clean."""

from siteagent_project.env import env_bool, env_int, env_list, env_path, env_required, env_secret
from siteagent_project.hosts import allowed_hosts, trusted_origins
from siteagent_project.installed_apps import installed_apps
from siteagent_project.secret_key import secret_key
from siteagent_project.sentry import start_sentry

from .base import *  # noqa: F403
from .base import MIDDLEWARE, SITEAGENT_REDIS_URL

INSTALLED_APPS = installed_apps(
    env_list("SITEAGENT_APPS", ["seo_meta", "ml_search"]),
    env_list("SITEAGENT_PLUGINS"),
    redis=bool(SITEAGENT_REDIS_URL),
)

SECRET_KEY = secret_key(env_required("SECRET_KEY"))
ALLOWED_HOSTS = allowed_hosts(env_list("ALLOWED_HOSTS"))
CSRF_TRUSTED_ORIGINS = trusted_origins(env_list("CSRF_TRUSTED_ORIGINS"))

SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", True)
if env_bool("TRUST_X_FORWARDED_PROTO"):  # a proxy that does not set this header lets clients forge it
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", 31_536_000, minimum=1)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading (W021) binds the whole domain for years: its owner decides that, not one application on it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STATIC_ROOT = env_path("STATIC_ROOT", "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MIDDLEWARE = [*MIDDLEWARE]
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.security.SecurityMiddleware") + 1, "whitenoise.middleware.WhiteNoiseMiddleware"
)

# Errors go to Sentry, without any text of a page; with an empty DSN nothing is imported and nothing sent.
start_sentry(env_secret("SENTRY_DSN"))
