"""The record for other programs: JSON over HTTP, for those who have a token.

``kipu.api.app`` needs FastAPI, the extra ``kipu[api]``; ``kipu.api.tokens`` does not.
"""
