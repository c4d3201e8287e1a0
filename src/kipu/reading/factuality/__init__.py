"""How certain a text presents an event."""
