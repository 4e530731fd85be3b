"""What a reviewer says with a decision, as forms send it."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest

from seo_meta.core.review import Move, RejectReason, Scope
from seo_meta.services.review import Actor

from .inbox_form import people

SCOPES = {
    Scope.VALUE: "these values, for good",
    Scope.CONTENT: "anything, until the text of the page changes",
    Scope.DAYS: "anything, until a day",
    Scope.PIN: "anything, for good: the field is pinned",
}


class DecisionForm(forms.Form):
    """Only the fields that a move asks for; `details` are then the words that `services.review.decide` takes."""

    reason = forms.ChoiceField(choices=[(reason.value, reason.words) for reason in RejectReason], label="Why")
    scope = forms.ChoiceField(
        choices=[("", "what follows from the reason"), *((scope.value, words) for scope, words in SCOPES.items())],
        required=False,
        label="Do not propose again",
    )
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}), label="Until")
    assignee = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label="To")
    note = forms.CharField(required=False, max_length=1000, label="Note")

    def __init__(self, move: Move, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="decision-%s", label_suffix="", **options)
        asked = {
            Move.REJECT: {"reason", "scope", "until", "note"},
            Move.SNOOZE: {"until", "note"},
            Move.ASSIGN: {"assignee", "note"},
        }.get(move, {"note"})
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "assignee" in self.fields:
            self.fields["assignee"].choices = [("", "nobody"), *people()]  # type: ignore[attr-defined]

    def clean_reason(self) -> RejectReason:
        return RejectReason(self.cleaned_data["reason"])

    def clean_scope(self) -> Scope | None:
        return Scope(self.cleaned_data["scope"]) if self.cleaned_data["scope"] else None

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime.combine(day, time.min, UTC) if day else None

    def details(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def actor_of(request: HttpRequest) -> Actor:
    return Actor(request.user.pk, request.user.get_username(), "admin")
