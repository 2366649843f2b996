"""The list for Google: package, developer's legal name and country scope of each app."""

from __future__ import annotations

from reports.recipients.recipient import (
    WHO_AND_WHERE,
    WHY_AND_PROOF,
    Column,
    RecipientList,
    fact,
    store_id,
    storefront,
)

RECIPIENT = RecipientList(
    name="google",
    columns=(
        Column("Tên gói / Package", store_id),
        *WHO_AND_WHERE,
        Column("Tên pháp lý / Legal name", fact("legal_name")),
        Column("Phạm vi quốc gia / Country scope", storefront),
        *WHY_AND_PROOF,
    ),
)
