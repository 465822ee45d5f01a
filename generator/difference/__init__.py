"""What a change means: two states of a registry compared record by record, in words, and the rules of its history."""
