"""The roles as Django groups, which hold for all sites."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from seo_meta.core.access import ACTIONS, Role
from seo_meta.selectors.access import PERMISSIONS


def make_role_groups(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Give each role its group and that group exactly the role's permissions; for `post_migrate`.

    Whoever wants another mix makes another group: these follow the version that is installed.
    """
    codenames = {action: name.removeprefix(f"{sender.label}.") for action, name in PERMISSIONS.items()}
    permissions = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    with transaction.atomic(using=using):
        for role in Role:
            group, _ = Group.objects.using(using).get_or_create(name=role.value)
            group.permissions.set(permissions.filter(codename__in=[codenames[action] for action in ACTIONS[role]]))
