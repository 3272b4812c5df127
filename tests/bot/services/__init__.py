"""Proofs of the use cases, on a real store."""
