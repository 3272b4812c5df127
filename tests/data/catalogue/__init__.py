"""Proofs of the films that are shipped and of finding them."""
