"""Interactions: what people start, what the bot is sent, and its answers."""
