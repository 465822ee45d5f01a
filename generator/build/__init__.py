"""The edge: checks a project, compares, renders what changed, and puts it in place beside its manifest."""
