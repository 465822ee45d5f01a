"""What may be said: the kinds of record, their fields and field types, each declared once."""
