from django.db import models


class LoginLock(models.Model):
    """How often one user name was tried in vain from one address, and until when it is not tried again.

    A name by itself locks nobody out: whoever knows a colleague's name could do so.
    """

    username = models.CharField(max_length=150)
    """As it was typed, whether or not there is such a user."""
    ip = models.CharField(max_length=45, blank=True)
    """Of IPv6 the network."""
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("username", "ip"), name="one_lock_a_username_and_address"),)
        indexes = (models.Index(fields=("tried_at",), name="login_lock_by_time"),)

    def __str__(self) -> str:
        return f"{self.username} from {self.ip}"
