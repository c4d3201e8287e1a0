"""Readings to entities, events, contradictions and copies."""
