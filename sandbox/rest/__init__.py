"""REST v10: the routes that a bot uses."""
