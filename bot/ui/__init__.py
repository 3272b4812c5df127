"""From models to what people see, and from what they press back to typed requests. The only wording is here."""
