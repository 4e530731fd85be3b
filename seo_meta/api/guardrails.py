from django.http import HttpRequest
from ninja import Router

from seo_meta.core.guardrails import BLOCKING, fails_at
from seo_meta.core.policy import Policy
from seo_meta.services.guardrails import Checked, check_texts

from .schemas import CheckOut, TextsIn

router = Router(tags=["guardrails"])


@router.post(
    "/guardrails/check",
    response=CheckOut,
    operation_id="check_texts",
    summary="Check a title and a description",
    description="Asks the rules about titles and descriptions, with their defaults, and stores nothing.",
)
def check(request: HttpRequest, texts: TextsIn) -> dict[str, object]:
    checked: Checked = check_texts(texts.title, texts.description, Policy(), texts.language)
    accepted = not any(fails_at(BLOCKING, finding) for finding in checked.findings)
    return {"accepted": accepted, "findings": checked.findings, "texts": checked.texts}
