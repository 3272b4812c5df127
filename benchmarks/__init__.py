"""How fast the bot is: figures for people, each beside a baseline or another size that was measured in the same run.

What belongs here prints and judges nothing: a figure depends on the machine, so none is a test. `python -m benchmarks`
(or `make bench`) measures everything; docs/performance.md keeps what was measured once, and with what.
"""
