"""The gateway: sessions of the bot, what they are told, and the websocket they come over."""
