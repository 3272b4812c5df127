"""Proofs of what the project says it does; the folders mirror the source."""
