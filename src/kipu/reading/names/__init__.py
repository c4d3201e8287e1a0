"""Mentions of people, bodies and places."""
