"""What people do: the API behind the page, and its events."""
