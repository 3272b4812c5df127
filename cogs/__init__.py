"""Slash commands and what their buttons do, by topic: ask a service, show the answer."""
