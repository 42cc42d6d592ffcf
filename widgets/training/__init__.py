"""Teaching a model: what is taught, from which pictures, and how it goes."""
