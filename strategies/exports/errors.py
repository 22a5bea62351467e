"""A file that cannot be read as a plan, told so that its owner can mend it."""


class FileError(Exception):
    """What is wrong, a line for each fault, in Swedish: what happened and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
