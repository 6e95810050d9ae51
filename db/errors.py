"""What can go wrong that a person can mend, told apart from bugs."""


class UserError(Exception):
    """An expected failure, told in one sentence: what happened, what was kept, what to do.

    `code` is a short stable name for tests and scripts; `str(error)` is the sentence.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
