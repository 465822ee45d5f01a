"""A synthetic project of any size: invented records in plausible shares, the same bytes from the same numbers."""
