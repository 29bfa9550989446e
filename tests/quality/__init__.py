"""How well the extraction does, measured on gold of the project's own and held by floors."""
