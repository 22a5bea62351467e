"""A file that cannot be read as a plan, told so that its owner can mend it."""

MOST_LINES = 20  # nobody mends more before the next try


class FileError(Exception):
    """What is wrong, a line for each of the first faults, in Swedish: what happened and what to do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines[:MOST_LINES]
        super().__init__("\n".join(self.lines))
