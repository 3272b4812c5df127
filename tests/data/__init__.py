"""Proofs of the data layer: what is known and what is kept."""
