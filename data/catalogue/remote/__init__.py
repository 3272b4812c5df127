"""Asking providers elsewhere, by one policy for all: how long, how often, how much, and when not at all.

| file | |
|---|---|
| asking.py | one request and its retries, within the time limit, shared by all who ask the same at once |
| resting.py | when a provider is not asked: it said so (Retry-After), or failed again and again (a circuit breaker) |
| provider.py | what a provider of films offers |
"""

from data.catalogue.remote.asking import Remote, in_time
from data.catalogue.remote.provider import Provider

__all__ = ["Provider", "Remote", "in_time"]
