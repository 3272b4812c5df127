"""What members see of their imports, exports and followed feeds; all of it private."""
