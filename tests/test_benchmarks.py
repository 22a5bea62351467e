"""The benchmark measures what it says that it measures."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from benchmarks.load import LoadError, Target, check
from benchmarks.tally import Form, Row


class Always200(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Always200) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_page_sent_anew_is_not_measured_as_one_that_the_visitor_has(address: str) -> None:
    check(Target(address))
    with pytest.raises(LoadError):
        check(Target(address, 304))


def test_a_missed_goal_is_told() -> None:
    within = Row("öppna", [1.0, 2.0], up=0, back=9_999, queries=12, goal_back=10_000)
    assert "MISSAT" not in within.line()
    assert "MISSAT" in replace(within, queries=13).line()
    assert "MISSAT" in replace(within, back=10_000).line()
    assert "MISSAT" not in replace(within, queries=900, goal_queries=None).line()


def test_a_form_is_sent_as_it_stands() -> None:
    form = Form()
    form.feed(
        '<form class="search"><input name="q" value="x"></form>'
        '<form class="part-form"><input type="hidden" name="version" value="3">'
        '<select name="kind"><option value="a">A<option value="b" selected>B</select>'
        '<input type="checkbox" name="no"><input type="checkbox" name="yes" value="on" checked>'
        '<textarea name="text">\nTvå &amp;\nrader</textarea><button>Spara</button></form>'
    )
    assert form.values == {"version": "3", "kind": "b", "yes": "on", "text": "Två &\nrader"}
