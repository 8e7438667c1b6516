"""What the audit measures with: kinds of pages, medians, what is cut, what is sent."""

from __future__ import annotations

import gzip
import json
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.tools.audit import main, middle_and_worst
from scripts.tools.audits import hand
from scripts.tools.audits.kinds import kinds, median, spread
from scripts.tools.audits.looks import Visit, visit
from scripts.tools.audits.packages import package
from scripts.tools.serving import served

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title>
<style>body {{ margin: 0 }} .wide {{ width: 700px }}
.scrolls {{ overflow-x: auto }} .hides {{ overflow-x: hidden }}</style>
</head><body><article><div data-part="statement">one</div>{body}</article></body></html>"""


def test_pages_are_told_apart(tmp_path: Path) -> None:
    for name in ("index", "404", "kl/a-b", "kl/a-c", "learn/one", "id/kl/a-b/index"):
        path = tmp_path / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "data").mkdir()
    entries = [{"id": "a-b", "kind": "closed form"}, {"id": "a-c", "kind": "undecided"}]
    (tmp_path / "data" / "catalogue.json").write_text(json.dumps({"entries": entries}))
    assert kinds(tmp_path) == {
        "404": ["404.html"],
        "home": ["index.html"],
        "formula, closed form": ["kl/a-b.html"],
        "formula, undecided": ["kl/a-c.html"],
        "lesson": ["learn/one.html"],
    }


def test_medians_and_the_worst() -> None:
    assert [median([3, 1, 2]), median([4, 1, 2, 3]), median([5])] == [2, 2, 5]
    assert spread(list("abcdefgh"), 4) == ["a", "c", "e", "g"]
    visits = [Visit(name, weight, 1, {}, {}, {}) for name, weight in (("a", 3), ("b", 9), ("c", 5))]
    assert middle_and_worst(visits, lambda v: v.weight).split() == ["5", "9", "b"]


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ('<div class="scrolls"><pre class="wide">code</pre></div>', 0),
        ('<div class="hides"><pre class="wide">code</pre></div>', 1),
        ('<pre class="wide">code</pre>', 1),
        ("<pre>code</pre>", 0),
    ],
)
def test_what_is_cut_is_seen(browser: Browser, tmp_path: Path, body: str, cut: int) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(body=body))
    with served(tmp_path, "/") as address:
        seen = visit(browser, address, "a.html")
    assert seen.cut == {390: cut, 820: 0, 1280: 0, 1600: 0}
    assert 0 < seen.feet[390] < 100
    assert seen.requests >= 1


def test_what_is_sent_is_packed_and_has_the_headers_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("long " * 1000)
    with served(tmp_path, "/kl/", {"X-Mine": "yes"}) as address:
        asked = urllib.request.Request(address + "a.html", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            sent = answer.read()
            assert answer.headers["X-Mine"] == "yes"
        with urllib.request.urlopen(address + "a.html") as answer:
            assert answer.read() == gzip.decompress(sent) == b"long " * 1000
    assert len(sent) < 200


def test_a_part_that_there_is_not_and_a_missing_npm_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["audit", "looks", "smells"])
    with pytest.raises(SystemExit):
        main()
    assert "unknown part 'smells'; known are looks, hand, scores, valid, axe" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"lighthouse comes from npm: install Node\.js"):
        package("lighthouse", "1", tmp_path)


EXPLORER = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body>
<div data-explorer="{name}" class="started"><button role="slider" style="width: 40px; height: 40px">o</button></div>
<script>
const busy = (until) => {{ while (performance.now() < until); }};
addEventListener("mousemove", () => requestAnimationFrame(() => busy(performance.now() + {ms})));
</script></body></html>"""


def test_an_explorer_that_keeps_the_reader_waiting_is_seen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "slow.html").write_text(EXPLORER.format(name="slow", ms=60))
    assert hand.explorers(tmp_path) == {"slow": "slow.html"}
    with served(tmp_path, "/") as address:
        slow = hand.pace(browser, address, "slow", "slow.html")
    assert slow.longest >= 60  # it is the page that waits, however quick the machine
    assert slow.late > 0


RUN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body>
<button data-part="run">run</button>
<div data-part="run-result"><p class="run-status"></p><ol class="run-steps"></ol><button>Derive</button></div>
<script>
for (const button of document.querySelectorAll("button")) button.onclick = () => {{
  setTimeout(() => {{ document.querySelector("ol").innerHTML = "<li>a step</li>"; }}, {ms} / 2);
  setTimeout(() => {{ document.querySelector("p").textContent = "Derived in 3 steps"; }}, {ms});
}};
</script></body></html>"""


def test_the_first_answer_is_waited_for(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand, "KEEPING", 10)
    (tmp_path / "kl").mkdir()
    for name, ms in zip(hand.PAGES, (1200, 600), strict=True):
        (tmp_path / name).write_text(RUN.format(ms=ms))
    with served(tmp_path, "/") as address:
        cold, warm, again = hand.first_results(browser, address)
    assert cold.whole >= 1.2
    assert cold.first >= 0.6
    for found in (warm, again):
        assert found.whole >= 0.6
        assert found.first >= 0.3
