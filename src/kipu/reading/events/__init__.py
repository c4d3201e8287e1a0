"""Event mentions with their arguments, times and places."""
