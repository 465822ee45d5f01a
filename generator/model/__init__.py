"""The registry of typed records: look-ups, rules between records, status over time, scores. Pure."""
