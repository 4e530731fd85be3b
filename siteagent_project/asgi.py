import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.prod")

application = get_asgi_application()
