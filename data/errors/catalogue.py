"""What goes wrong with films' facts: at providers of them, and in catalogue files."""

from datetime import datetime

from data.errors.base import MarqueeError


class ProviderFailed(MarqueeError):
    """The provider of films of that name gave nothing that can be used, for `reason`, which holds no secret."""

    def __init__(self, provider: str, reason: str) -> None:
        super().__init__(provider, reason)
        self.provider = provider
        self.reason = reason


class ProviderUnreachable(ProviderFailed):
    """The provider did not answer in time, or only with errors of its own, for `reason`."""


class ProviderResting(ProviderFailed):
    """The provider is not asked again before `until`, for `reason`: it wants that, or failed again and again."""

    def __init__(self, provider: str, reason: str, until: datetime) -> None:
        super().__init__(provider, reason)
        self.until = until


class AccessRefused(ProviderFailed):
    """The provider does not let us in: the token is wrong, or we are shut out."""


class NotAtProvider(ProviderFailed):
    """The provider was asked, and knows no such film."""


class StrangeAnswer(ProviderFailed):
    """The provider's answer is too large, unreadable, or about something else than what was asked for."""


class CatalogueDamaged(MarqueeError):
    """Line `line` of the catalogue file `name` is wrong, for `reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = name
        self.line = line
        self.reason = reason


class CatalogueUnusable(MarqueeError):
    """The catalogue file at `path` cannot be opened or read, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class ImportFailed(MarqueeError):
    """No catalogue could be made of what was given; the one that is there is as it was."""


class SourceMissing(ImportFailed):
    """There is no file or folder at `path`, or none that can be read, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class SourceDamaged(ImportFailed):
    """The file `name` can't be used from line `line` on, for `reason`."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(name, line, reason)
        self.name = name
        self.line = line
        self.reason = reason


class ImportRunning(ImportFailed):
    """Another import is at work on the catalogue at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class CatalogueNotWritten(ImportFailed):
    """The catalogue file at `path` cannot be written, for `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
