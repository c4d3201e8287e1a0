"""Time expressions and what they mean."""
