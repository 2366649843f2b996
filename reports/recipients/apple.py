"""The list for Apple: numeric id, bundle, seller and storefront of each app."""

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
    name="apple",
    columns=(
        Column("Mã Apple / Apple id", store_id),
        Column("Bundle id", fact("bundle_id")),
        *WHO_AND_WHERE,
        Column("Bên bán / Seller", fact("seller")),
        Column("Gian hàng / Storefront", storefront),
        *WHY_AND_PROOF,
    ),
)
