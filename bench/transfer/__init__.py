"""A large foreign library brought in by the importer's own actions, while people go on reporting."""
