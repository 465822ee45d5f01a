"""YAML bytes → located trees → typed records and problems, and the pictures beside them."""
