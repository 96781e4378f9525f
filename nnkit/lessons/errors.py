"""What is wrong in a lesson file."""


class LessonError(ValueError):
    """A lesson that can't be used. line: of its file, counted from 1. field: what is wrong in that line.

    problem: what came and what is allowed.
    """

    def __init__(self, line: int, field: str, problem: str):
        super().__init__(f"line {line}, {field}: {problem}")
        self.line, self.field, self.problem = line, field, problem
