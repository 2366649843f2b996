"""Who stands behind several sites, apps and pages: what they share, how rare it is, who joins."""
