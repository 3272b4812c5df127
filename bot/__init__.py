"""The application: configuration, client, use cases, and what people see."""
