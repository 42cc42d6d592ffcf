"""The techniques panel: a list of techniques, each with a form made from its declaration."""
