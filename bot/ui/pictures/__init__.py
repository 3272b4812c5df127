"""Pictures that the bot draws: a poster for a film that has none. No I/O but the reading of installed fonts."""
