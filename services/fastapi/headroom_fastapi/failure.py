class StartFailure(Exception):
    """Why the service could not start, in one line for the person who started it."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
