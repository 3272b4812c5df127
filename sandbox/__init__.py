"""A stand-in for Discord on loopback: REST v10, Gateway v10, and what a person does through the page.

It knows Discord's protocol and no bot. `server.py` starts it, `core.py` names its parts, `docs/sandbox.md` is its
contract.
"""
