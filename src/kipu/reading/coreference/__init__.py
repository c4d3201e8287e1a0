"""Which mentions of one document name the same entity."""
