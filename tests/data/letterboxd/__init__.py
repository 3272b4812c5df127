"""Proofs of what is read and written in Letterboxd's formats, over files made for them."""
