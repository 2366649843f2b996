"""Letters: one file and one template for each kind of recipient. Drafts; a person sends them."""
