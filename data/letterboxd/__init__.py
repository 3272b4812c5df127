"""Letterboxd's formats, from bytes to models and back: pure parsers and writers, and how its feeds are asked for.

What a file or a feed holds is hostile until it is validated here. What is not taken is told as a `Fault`: file, line
and reason.
"""
