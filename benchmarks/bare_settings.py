from siteagent_project.settings.dev import *  # noqa: F403

ROOT_URLCONF = "bare_api"
