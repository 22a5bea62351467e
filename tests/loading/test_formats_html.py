"""A web page gives what a person would copy from it."""

import pytest

from strategies.loading.formats.boilerplate import SCRIPT
from strategies.loading.formats.html import read_html
from tests.loading.shown import shown


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()  # fmt: skip


def lines(body: str, head: str = "") -> list[str]:
    return shown(read_html(page(body, head)))


def test_headings_paragraphs_and_lists_keep_their_levels():
    assert lines(
        "<h1>Plan för<br>näring</h1><p>En <b>fet</b>\n text<br>rad två</p><h2>Mål</h2>"
        "<ul><li>Ett<ul><li>Under</li></ul></li><li><p>Två</p><p>fortsatt</p></li></ul>"
        "<ol start=3><li>Tre<ol type=a><li>a<li>b</ol><li>Fyra</ol>"
    ) == [
        "heading1: Plan för näring",
        "En fet text",
        "rad två",
        "heading2: Mål",
        "item1: • Ett",
        "item2: • Under",
        "item1: • Två",
        "fortsatt",
        "item1: 3. Tre",
        "item2: a. a",
        "item2: b. b",
        "item1: 4. Fyra",
    ]


def test_a_blank_line_parts_blocks_and_not_the_items_of_a_list():
    text = read_html(page("<p>Ett</p><ul><li>a<ul><li>b</ul><li>c</ul><p>Två</p>"))
    assert text.content == "Ett\n\n• a\n• b\n• c\n\nTvå"


def test_an_item_that_brings_its_own_bullet_has_one():
    assert lines("<ul><li>• Ett<li>– Två</ul>") == ["item1: • Ett", "item1: • Två"]


def test_rows_of_a_table_keep_every_cell_in_its_column():
    assert lines(
        "<table><tr><th>Mål<th>Insats<th>Ansvar</tr><tr><td rowspan=2>M1<td>I1<td>Kommunen</tr>"
        "<tr><td>I2<td><ul><li>a<li>b</ul></tr><tr><td colspan=2>M2<td>Regionen</tr></table>"
    ) == [
        "row1: Mål\tInsats\tAnsvar",
        "row1: M1\tI1\tKommunen",
        "row1: \tI2\t• a • b",
        "row1: M2\t\tRegionen",
    ]


def test_a_table_that_frames_text_is_text():
    assert lines("<table><tr><td><h2>Fakta</h2><p>Text</p></td></tr></table>") == [
        "heading2: Fakta",
        "Text",
    ]


def test_a_short_bold_paragraph_is_a_heading_below_the_last():
    assert lines("<h2>Mål</h2><p><strong>Delmål</strong></p><p><b>Kontakt:</b> Eva</p>") == [
        "heading2: Mål",
        "heading3: Delmål",
        "Kontakt: Eva",
    ]


def test_definitions_stand_line_by_line():
    text = read_html(page("<dl><dt>Vision<dd>Öppet län<dt>Mål<dd>Fler jobb</dl>"))
    assert text.content == "Vision\nÖppet län\nMål\nFler jobb"


SURROUNDINGS = [
    "<nav>Meny</nav>",
    "<header>Sidhuvud</header>",
    "<footer>Sidfot</footer>",
    "<aside>Fakta</aside>",
    "<div role=banner>Logotyp</div>",
    "<div role=contentinfo>Kontakt</div>",
    "<div class='cookie-banner'>Vi använder kakor</div>",
    "<div id=cookieConsent>Vi använder kakor</div>",
    "<ul class=breadcrumbs><li>Start</ul>",
    "<div class='share-links'>Dela</div>",
    "<section class=related-news>Fler nyheter</section>",
    "<div hidden>Dolt</div>",
    "<div aria-hidden=true>Dolt</div>",
    "<p style='display: none'>Dolt</p>",
    "<form><label>Sök</label><input><button>Sök</button></form>",
    "<noscript>Slå på skript</noscript><svg><text>x</text></svg><template>x</template><iframe>x</iframe>",
]


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_what_surrounds_the_content_is_left_out(surrounding):
    assert lines(f"{surrounding}<h1>Plan</h1>{surrounding}<p>Text</p>{surrounding}") == [
        "heading1: Plan",
        "Text",
    ]


def test_the_main_part_is_the_content_with_its_own_header():
    assert lines(
        "<div>Vi använder kakor</div><main><header><h1>Plan</h1></header><p>Text som är lång</p></main>"
        "<div>Hjälpte sidan dig?</div>"
    ) == ["heading1: Plan", "Text som är lång"]


def test_a_wrapper_named_for_what_stands_beside_is_kept():
    assert lines("<div class='page has-sidebar menu-left'><h1>Plan</h1><p>Text</p></div>") == [
        "heading1: Plan",
        "Text",
    ]


def test_several_articles_are_all_read():
    assert lines("<article>Ett</article><article>Två</article>") == ["Ett", "Två"]


def test_a_script_is_dropped_and_told():
    text = read_html(page("<p>Text<script>alert('Nej')</script></p>"))
    assert text.content == "Text"
    assert text.notes == (SCRIPT,)


def test_the_title_is_kept_beside_the_content():
    assert read_html(page("<p>x", "<title>Plan - Kommun</title>")).title == "Plan - Kommun"
    shared = "<title>Plan - Kommun</title><meta property='og:title' content='Plan'>"
    assert read_html(page("<p>x", shared)).title == "Plan"


PUBLISHED = "<meta property='article:published_time' content='2024-03-01T12:00:00+01:00'>"


def test_a_date_that_only_programs_see_becomes_a_line():
    assert lines("<p>Text</p>", PUBLISHED) == ["Text", "Publicerad: 2024-03-01"]
    assert lines("<p>Text<time datetime='2024-03-01'>i går</time></p>")[-1] == "Publicerad: 2024-03-01"  # fmt: skip


@pytest.mark.parametrize("visible", ["Publicerad 2024-03-02", "den 2 mars 2024"])
def test_a_date_that_is_seen_is_not_said_twice(visible):
    assert lines(f"<p>{visible}</p>", PUBLISHED) == [visible]


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", ""),
        ("utf-8", "iso-8859-1"),  # saved anew by a browser
        ("cp1252", "utf-8"),
        ("utf-16", ""),
        ("cp1252", "no-such-charset"),
        ("utf-8", "zlib"),  # a codec of Python's that makes no text
    ],
)
def test_the_encoding_is_what_holds(encoding, charset):
    meta = f"<meta charset='{charset}'>" if charset else ""
    data = f"<html><head>{meta}</head><body><p>Näringsliv – Örebro</p></body></html>".encode(encoding)  # fmt: skip
    assert read_html(data).content == "Näringsliv – Örebro"


def test_entities_of_their_own_are_not_expanded():
    bomb = "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><html><body><p>&b; text</p></body></html>"
    assert "aaaa" not in read_html(bomb.encode()).content.replace("'aaaa'", "")


def test_a_file_from_outside_is_not_fetched(tmp_path):
    secret = tmp_path / "hemligt.txt"
    secret.write_text("hemligt")
    html = f"<!DOCTYPE html [<!ENTITY a SYSTEM '{secret.as_uri()}'>]><html><body><p>&a; text</p></body></html>"
    assert "hemligt\n" not in read_html(html.encode()).content + "\n"


@pytest.mark.parametrize("hostile", ["<div>", "<ul><li>x", "<table><tr><td>x", "<b>"])
def test_a_page_nested_without_end_is_read_as_far_as_the_parser_goes(hostile):
    assert lines("<p>Text</p>" + hostile * 100_000)[0] == "Text"
