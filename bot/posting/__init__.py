"""What is posted and edited without being asked for: the servers' feeds, and all public messages that show reviews."""
