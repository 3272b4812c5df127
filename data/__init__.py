"""What is known and kept: films, reviews and the store. Nothing here knows of Discord or of words for people."""
