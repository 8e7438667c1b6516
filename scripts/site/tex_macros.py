"""The site's TeX macros spelled out, so that a formula copied from a page means the same anywhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping

_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_PARAMETER = re.compile(r"#([1-9])")


def expand(tex: str, macros: Mapping[str, str]) -> str:
    r"""Replace macros by what they stand for.

    Args:
        tex: a formula.
        macros: definitions by name, backslash included, with arguments ``#1``, ``#2``, ... as in LaTeX.

    Returns:
        The formula without them; a macro whose arguments are missing stays, for Temml to complain about.

    Example:
        >>> print(expand(r"\KL{p}{q} \ge 0", {r"\KL": r"D(#1 \,\|\, #2)"}))
        D(p \,\|\, q) \ge 0
    """
    parts, position = [], 0
    for match in _COMMAND.finditer(tex):
        definition = macros.get(match.group())
        if definition is None or match.start() < position:
            continue
        arguments, end = _arguments(tex, match.end(), _arity(definition))
        if arguments is None:
            continue
        values = [expand(argument, macros) for argument in arguments]
        parts += [tex[position : match.start()], _fill(definition, values)]
        if re.search(r"\\[A-Za-z]+$", parts[-1]) and tex[end : end + 1].isalpha():
            parts.append(" ")
        position = end
    return "".join(parts) + tex[position:]


def _fill(definition: str, values: list[str]) -> str:
    return _PARAMETER.sub(lambda match: values[int(match.group(1)) - 1], definition)


def _arity(definition: str) -> int:
    return max((int(number) for number in _PARAMETER.findall(definition)), default=0)


def _arguments(tex: str, position: int, count: int) -> tuple[list[str] | None, int]:
    arguments = []
    for _ in range(count):
        while tex[position : position + 1].isspace():
            position += 1
        end = _argument_end(tex, position)
        if end is None:
            return None, position
        argument = tex[position:end]
        arguments.append(argument[1:-1] if argument.startswith("{") else argument)
        position = end
    return arguments, position


def _argument_end(tex: str, position: int) -> int | None:
    if position >= len(tex) or tex[position] == "}":
        return None
    if tex[position] != "{":
        command = _COMMAND.match(tex, position)
        return command.end() if command else position + 1
    depth = 0
    for index in range(position, len(tex)):
        if tex[index] in "{}" and tex[index - 1] != "\\":
            depth += 1 if tex[index] == "{" else -1
            if depth == 0:
                return index + 1
    return None
