"""What all environments share. Each of the others says which apps it runs and how it is protected."""

import os
import re
import tempfile

from siteagent_project.database import database
from siteagent_project.env import READ, env_bool, env_choice, env_int, env_list, env_rate, env_secret, env_str
from siteagent_project.github import github_repository, github_token, github_url
from siteagent_project.language_model import language_model
from siteagent_project.logs import FORMATS, LEVELS, logging_config
from siteagent_project.metrics_token import metrics_token
from siteagent_project.open_access import open_access
from siteagent_project.queue import rq_queues, task_backend

DEBUG = False
ALLOWED_HOSTS: list[str] = []

DATABASES = {"default": database(env_secret("DATABASE_URL", "sqlite:///siteagent.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

GITHUB_ACTIONS = env_bool("GITHUB_ACTIONS")
GITHUB_STEP_SUMMARY = env_str("GITHUB_STEP_SUMMARY")
GITHUB_OUTPUT = env_str("GITHUB_OUTPUT")

# Where the nightly pull request is opened, and as whom.
GITHUB_API_URL = github_url("GITHUB_API_URL", env_str("GITHUB_API_URL", "https://api.github.com"))
GITHUB_SERVER_URL = github_url("GITHUB_SERVER_URL", env_str("GITHUB_SERVER_URL", "https://github.com"))
GITHUB_REPOSITORY = github_repository(env_str("GITHUB_REPOSITORY"))
SITEAGENT_GITHUB_TOKEN = github_token(env_secret("SITEAGENT_GITHUB_TOKEN") or env_secret("GITHUB_TOKEN"))

# What opens a staging site: sent to the site that a command names, and to no other.
SITEAGENT_HTTP_AUTH = env_secret("SITEAGENT_HTTP_AUTH")
SITEAGENT_HTTP_COOKIE = env_secret("SITEAGENT_HTTP_COOKIE")
SITEAGENT_HTTP_HEADERS = env_secret("SITEAGENT_HTTP_HEADERS")

# Processes that read and judge pages. With 0 the command does so itself, and a hostile page may take it down.
PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
SITEAGENT_WORKERS = env_int("SITEAGENT_WORKERS", PROCESSORS)

# What the API and the admin may read besides public sites: folders below these, hosts at private addresses.
SITEAGENT_FOLDERS = env_list("SITEAGENT_FOLDERS")
SITEAGENT_PRIVATE_HOSTS = env_list("SITEAGENT_PRIVATE_HOSTS")

# Above 0, a run that was ordered is split among all workers, so many shards at once.
SITEAGENT_SHARDS = env_int("SITEAGENT_SHARDS", 0)

# Work that was ordered waits for `make worker`: in the database, or in Redis where there is one.
SITEAGENT_REDIS_URL = env_secret("SITEAGENT_REDIS_URL")
TASKS = {"default": task_backend(SITEAGENT_REDIS_URL)}
RQ_QUEUES = rq_queues(SITEAGENT_REDIS_URL)
# Its screens let all of the staff empty the queue.
RQ_SHOW_ADMIN_LINK = False

# A language model that may write titles and descriptions; without a base URL there is none. The limits are
# seconds for one request, and pages and tokens for one run.
SITEAGENT_LLM_MODEL = env_str("SITEAGENT_LLM_MODEL")
SITEAGENT_LLM_API_KEY = env_secret("SITEAGENT_LLM_API_KEY")
SITEAGENT_LLM_BASE_URL = language_model(
    env_str("SITEAGENT_LLM_BASE_URL"), model=SITEAGENT_LLM_MODEL, key=SITEAGENT_LLM_API_KEY
)
SITEAGENT_LLM_TIMEOUT = env_int("SITEAGENT_LLM_TIMEOUT", 60, minimum=1)
SITEAGENT_LLM_MAX_PAGES = env_int("SITEAGENT_LLM_MAX_PAGES", 200)
SITEAGENT_LLM_MAX_TOKENS = env_int("SITEAGENT_LLM_MAX_TOKENS", 1_000_000)

# Search (ml_search): where its index and exported models are kept, which store of vectors it uses, and the folder of
# the encoder's weights when they are not those of an installed package.
SITEAGENT_INDEX_DIR = env_str("SITEAGENT_INDEX_DIR", "siteagent-index")
SITEAGENT_VECTOR_STORE = env_choice("SITEAGENT_VECTOR_STORE", "faiss", ("exact", "faiss", "pgvector", "qdrant"))
SITEAGENT_EMBED_MODEL_PATH = env_str("SITEAGENT_EMBED_MODEL_PATH")
# The base URLs of sites whose visitors may search them without a login.
SITEAGENT_PUBLIC_SEARCH = env_list("SITEAGENT_PUBLIC_SEARCH")
QDRANT_URL = env_str("QDRANT_URL")
QDRANT_API_KEY = env_secret("QDRANT_API_KEY")

# Complete when the last settings module was read; `doctor` looks for names that are set and not here.
SITEAGENT_VARIABLES = READ

SITEAGENT_BIND = env_str("SITEAGENT_BIND", "127.0.0.1:8000")
DISABLE_AUTH = open_access(disable_auth=env_bool("DISABLE_AUTH"), env=env_str("ENV"), bind=SITEAGENT_BIND)

# How many proxies stand in front, each of which appends to X-Forwarded-For.
SITEAGENT_PROXIES = env_int("SITEAGENT_PROXIES", 0)
SITEAGENT_THROTTLE = env_rate("SITEAGENT_THROTTLE", "600/m")

# Where the processes of one server count together; another server of the same user listens elsewhere.
USER = os.getuid() if hasattr(os, "getuid") else 0
PLACE = re.sub(r"[^0-9A-Za-z.]", "-", SITEAGENT_BIND)
SITEAGENT_THROTTLE_FILE = os.path.join(tempfile.gettempdir(), f"siteagent-{USER}-{PLACE}.throttle")

# What opens /metrics; without it there is none.
SITEAGENT_METRICS_TOKEN = metrics_token(env_secret("SITEAGENT_METRICS_TOKEN"))

MIDDLEWARE = [
    "siteagent_project.request_ids.RequestIdMiddleware",
    "siteagent_project.metrics.MetricsMiddleware",
    "siteagent_project.client_address.ClientAddressMiddleware",
    "siteagent_project.readiness.ProbeMiddleware",
    "siteagent_project.problems.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "siteagent_project.content_security.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "siteagent_project.urls"
WSGI_APPLICATION = "siteagent_project.wsgi.application"
LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["seo_meta.services.login_backend.LockingBackend"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"

NINJA_PAGINATION_CLASS = "siteagent_project.pagination.Pagination"
NINJA_PAGINATION_MAX_LIMIT = 1000

LOGGING = logging_config(env_choice("LOG_FORMAT", "line", FORMATS), env_choice("LOG_LEVEL", "WARNING", LEVELS))
