"""The whole URL space, but for the probes (`readiness`)."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from .api import api

admin.site.site_header = admin.site.site_title = "SiteAgent"
admin.site.index_title = "What was read and found"
admin.site.site_url = None
admin.site.index_template = "admin/seo_meta/index.html"
admin.site.login_template = "admin/seo_meta/login.html"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/seo_meta/dashboard/", RedirectView.as_view(pattern_name="admin:seo_meta_dashboard", query_string=True)),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
]
