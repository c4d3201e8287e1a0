"""Making the syntax models of ``src/kipu/lang/<code>/`` from corpora; no part of the wheel."""
