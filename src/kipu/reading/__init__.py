"""Documents and syntax to readings: what one document says."""
