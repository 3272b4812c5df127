"""What keeps the application from starting."""


class CannotStart(Exception):
    """The bot cannot start until what `sentence` says is changed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
