"""`kldiv evaluate`: single pairs, batches, and the command as a process of its own."""

from __future__ import annotations

import io
import json
import math
import os
import signal
import subprocess
import sys

import pytest

from kldiv.cli import main

P, Q = "Normal(loc=1, scale=1)", "Normal(loc=2, scale=0.5)"
PAIR = {"p": {"distribution": "Normal", "loc": 1, "scale": 1}, "q": {"distribution": "Normal", "loc": 2, "scale": 0.5}}


@pytest.fixture
def run(capsys):
    """Run a command; return its status, its output and its errors."""

    def call(*arguments):
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = leaving.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


def is_one_line(text):
    return text.startswith("kldiv") and text.endswith("\n") and text.count("\n") == 1


def test_evaluate_prints_the_number_alone(run):
    status, out, err = run("evaluate", P, Q)
    assert (status, err) == (0, "")
    assert out == repr(float(out)) + "\n"
    assert float(out) == pytest.approx(2.8068528194400546, rel=1e-15)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--base", "2", "Categorical([1, 0])", "Categorical([0.8, 0.2])"),
        ("Categorical([1, 0])", "--base=2", "Categorical([0.8, 0.2])"),
        ("Categorical([1, 0])", "Categorical([0.8, 0.2])", "--base", "2.0"),
    ],
)
def test_evaluate_in_bits(run, arguments):
    assert run("evaluate", *arguments) == (0, "0.32192809488736235\n", "")


def test_evaluate_an_escaping_support(run):
    assert run("evaluate", "Bernoulli(1/2)", "Bernoulli(0)") == (0, "inf\n", "")


def test_evaluate_arrays(run):
    assert run("evaluate", "Bernoulli([1/2, 1])", "Bernoulli([0, 1])") == (0, "[inf, 0.0]\n", "")


def test_evaluate_what_is_written_as_a_little_arithmetic(run):
    assert run("evaluate", "Normal(0, sqrt(2))", "Normal(0, 2**0.5)") == (0, "0.0\n", "")
    assert run("evaluate", "Normal(pi/2, 1)", f"Normal({math.pi / 2!r}, 1)") == (0, "0.0\n", "")


def test_evaluate_logits_and_counts(run):
    status, out, err = run("evaluate", "Bernoulli(logits=40)", "Bernoulli(logits=41)")
    assert (status, err) == (0, "")
    assert float(out) == pytest.approx(1.5628821893349888e-18, rel=1e-14)
    assert run("evaluate", "Categorical.from_counts([4, 0])", "Categorical(logits=[1, 1])", "--base", "2") == (
        0,
        "1.0\n",
        "",
    )


def test_what_was_mended_is_said_once(run, tmp_path):
    third, said = "Categorical([.33333333, .33333333, .33333333])", "they were divided by their sum"
    status, out, err = run("evaluate", third, third)
    assert (status, out) == (0, "0.0\n")
    assert is_one_line(err)
    assert said in err
    rounded = {"distribution": "Categorical", "probs": [0.33333333] * 3}
    source = tmp_path / "pairs.jsonl"
    source.write_bytes(batch([{"p": rounded, "q": rounded}] * 3))
    status, out, err = run("evaluate", "--batch", str(source))
    assert (status, out.count("\n")) == (0, 3)
    assert is_one_line(err)
    assert said in err


def test_few_digits_are_said_to_be_few(run, monkeypatch):
    monkeypatch.setattr("kldiv.answers.precise.LARGEST", 1)
    rows = [[1, 1 - 2.0**-50], [1 - 2.0**-50, 1]]
    status, out, err = run(
        "evaluate", "MultivariateNormal([0, 1], [[1, 0], [0, 1]])", f"MultivariateNormal([0, 0], {rows})"
    )
    assert status == 0
    assert "no digit of the value is sure" in err
    assert float(out) > 0


def test_evaluate_as_json(run):
    status, out, _ = run("evaluate", P, Q, "--json", "--base", "2")
    answer = json.loads(out)
    assert status == 0
    assert answer.pop("value") == pytest.approx(4.049432643111372)
    assert answer == {"unit": "bits", "method": "closed form", "error_bound": None}
    _, out, _ = run("evaluate", "Bernoulli([1/2, 1])", "Bernoulli([0, 1])", "--json")
    assert json.loads(out)["value"] == ["inf", 0.0]


def test_evaluate_by_quadrature_says_so(run, monkeypatch):
    from kldiv.answers import measures
    from kldiv.answers.measures import Answer

    monkeypatch.setattr(measures, "evaluate", lambda p, q, base: Answer(0.5, "nats", "quadrature", 1e-12))
    status, out, err = run("evaluate", P, Q)
    assert (status, out) == (0, "0.5\n")
    assert "quadrature" in err
    assert "1e-12" in err
    assert is_one_line(err)


def batch(lines):
    return b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)


def test_batch_answers_every_line_in_order(run, tmp_path):
    source = tmp_path / "pairs.jsonl"
    infinite = {"p": {"distribution": "Bernoulli", "probs": 0.5}, "q": {"distribution": "Bernoulli", "probs": 1}}
    source.write_bytes(batch([PAIR, infinite, {"p": PAIR["p"], "q": PAIR["p"]}]).rstrip(b"\n"))
    status, out, err = run("evaluate", "--batch", str(source), "--base", "2")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (0, "")
    assert [answer["value"] for answer in answers] == [pytest.approx(4.049432643111372), "inf", 0.0]
    assert [answer["method"] for answer in answers] == ["closed form", "infinite", "closed form"]
    assert {answer["unit"] for answer in answers} == {"bits"}
    assert {answer["error_bound"] for answer in answers} == {None}


BAD_LINES = [
    (b"\n", "empty line"),
    (b"{\n", "not valid JSON"),
    (b"\xff\n", "UTF-8"),
    (b"[]\n", '"p" and "q"'),
    (b"[" * 50_000 + b"\n", "nested too deeply"),
    ({"p": PAIR["p"]}, '"p" and "q"'),
    ({**PAIR, "r": 1}, '"p" and "q"'),
    ({**PAIR, "q": "Normal(0, 1)"}, "q: expected an object"),
    ({**PAIR, "q": {"distribution": "Normal", "loc": 0, "scale": -1}}, "q: Normal: scale must be positive, got -1"),
    ({**PAIR, "p": {"distribution": "Norml"}}, "p: unknown distribution 'Norml'; did you mean Normal?"),
    (b'{"p": {"distribution": "Normal", "loc": NaN, "scale": 1}, "q": 1}\n', "NaN"),
    (b'{"p": 1, "p": 2, "q": 1}\n', "duplicate key"),
    (
        {"p": {"distribution": "Categorical", "probs": [1]}, "q": {"distribution": "Categorical", "probs": [0.5, 0.5]}},
        "equally many outcomes",
    ),
]


def test_batch_outlives_bad_lines(run, monkeypatch):
    lines = [line for bad, _ in BAD_LINES for line in (bad, PAIR)]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(batch(lines))))
    status, out, err = run("evaluate", "--batch")
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert is_one_line(err)
    assert f"{len(BAD_LINES)} of {len(lines)} lines" in err
    assert len(answers) == len(lines)
    for (_, named), bad, good in zip(BAD_LINES, answers[::2], answers[1::2], strict=True):
        assert set(bad) == {"error"}
        assert named in bad["error"]
        assert good["value"] == pytest.approx(2.8068528194400546)


def test_an_empty_batch(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("evaluate", "--batch", "-") == (0, "", "")


def process(*arguments, **options):
    command = [sys.executable, "-W", "error", "-m", "kldiv", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **options)


def test_as_a_process():
    done = process("evaluate", P, Q)
    assert (done.returncode, done.stderr) == (0, b"")
    assert float(done.stdout) == pytest.approx(2.8068528194400546, rel=1e-15)


def test_as_a_process_with_code_for_a_distribution(tmp_path):
    done = process("evaluate", "__import__('os').system('touch x')", Q, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert is_one_line(done.stderr.decode())
    assert not list(tmp_path.iterdir())


def test_as_a_process_with_a_batch_on_standard_input():
    done = process("evaluate", "--batch", "-", input=b"\xef\xbb\xbf" + batch([PAIR, b"oops\n"]))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 2
    assert first["value"] == pytest.approx(2.8068528194400546)
    assert set(second) == {"error"}
    assert is_one_line(done.stderr.decode())


def test_a_terminal_without_unicode():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = process("evaluate", P, "‖", env=environment)
    assert done.returncode == 2
    assert is_one_line(done.stderr.decode("ascii"))


def test_a_reader_that_leaves_is_no_error():
    command = [sys.executable, "-m", "kldiv", "evaluate", "--batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        child.stdin.write(batch([PAIR] * 3))
        child.stdin.close()
        assert child.wait(timeout=120) == 128 + signal.SIGPIPE
        assert child.stderr.read() == b""
