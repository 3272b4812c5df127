"""Proofs of the store, through its public methods over a real file."""
