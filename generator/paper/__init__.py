"""Paper: what is set in type by Typst. Today the pictures that a link to a brand homepage shows."""
