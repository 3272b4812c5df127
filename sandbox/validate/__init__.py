"""What Discord refuses: pure checks of the payloads that an application sends.

Each check gathers all that is wrong with a payload and raises one `ApiError`, with Discord's code, Discord's words
and the place. Keys that Discord does not know are ignored, as Discord does. `rules.py` has the codes and the words,
`fields.py` reads a payload without trusting its types.
"""
