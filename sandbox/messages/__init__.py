"""Messages: how they are built from what is sent, kept, shown, and told to those who may see them."""
