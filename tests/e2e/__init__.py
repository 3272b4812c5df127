"""The whole bot, driven through the sandbox as its members would."""
