"""One measure a file: an outcome → a value, or None where the measure does not apply to the case."""
