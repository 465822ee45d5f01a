"""The edge: the site as it would be, shown while records and articles are edited. Nothing is written into the site."""
