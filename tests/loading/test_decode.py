"""Bytes of a text become the characters that were meant."""

import pytest

from strategies.loading import mending
from strategies.loading.decode import decode
from strategies.loading.errors import ReadingError
from strategies.loading.formats import plain
from strategies.loading.formats.plain import read_plain
from strategies.loading.mending import mend

LONG = "Näringslivsprogram för Örebro kommun\n\nÅtgärder för företagen i länet ska vara på plats 2024.\n"
SHORT = "Näringsliv i Örebro"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [LONG, SHORT, "På ön", "Éntreprenörskap i Å"])
def test_the_encoding_is_found(text, encoding):
    assert decode(text.encode(encoding)).text == text


def test_a_guess_is_told_and_a_certainty_is_not():
    assert decode(LONG.encode()).notes == ()
    assert "Windows-1252" in decode(LONG.encode("cp1252")).notes[0]
    assert decode(LONG.encode("cp850")).encoding == "cp850"


def test_typographic_signs_do_not_make_windows_text_into_another_encoding():
    text = "”Vi – region, näringsliv – gör…” säger ordföranden • § 12 • 5 €"
    assert decode(text.encode("cp1252")).text == text


def test_utf_8_with_a_few_bad_bytes_is_utf_8_all_the_same():
    data = LONG.encode() * 3 + b"\xe5 och sedan \xc3"
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert "Näringslivsprogram" in decoded.text
    assert "å och sedan" in decoded.text
    assert len(decoded.notes) == 1


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x00\x01\x02\x03" * 500,
        b"text \x07\x08\x01\x02" * 100,
        "Программа развития региона".encode("koi8-r") * 20,
        b"\xff\xfe" + b"\x00\xd8" * 40,
    ],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ReadingError) as refused:
        decode(data)
    assert refused.value.code == "broken_encoding"


@pytest.mark.parametrize(
    "meant",
    [
        "näringsliv",
        "Ångermanland",
        "2020–2024",
        "”Öppna dörrar”",
        "§ 18",
        "• Åldrande",
        "Örnsköldsvik ½ °C Ü",
        "idé…",
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_utf_8_read_as_windows_is_read_again(meant, times):
    text = meant
    for _ in range(times):
        # Latin-1 in the five places where Windows-1252 has nothing, as most programs do.
        text = "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode()
        )
    assert mend(text) == (meant, (mending.MISREAD,))


def test_only_the_parts_that_were_misread_change():
    text = "Rätt från början. FrÃ¥n mitten fel â€“ och rätt igen: Ö”, Ä°, å–ä."
    assert mend(text)[0] == "Rätt från början. Från mitten fel – och rätt igen: Ö”, Ä°, å–ä."


def test_a_closing_quotation_mark_that_lost_its_last_byte_is_put_back():
    assert mend("â€œVi villâ€ sa de, â€œnuâ€.")[0] == "“Vi vill” sa de, “nu”."


@pytest.mark.parametrize(
    ("broken", "mended", "note"),
    [
        ("ﬁrma, ﬂer, eﬀekt, oﬃciell, waﬄa", "firma, fler, effekt, officiell, waffla", mending.LIGATURES),
        ("A\u030angstro\u0308m", "Ångström", mending.COMPOSED),
        ("12\u00a0000 kr\u202f%", "12 000 kr %", mending.SPACES),
        ("närings\u00adliv\u200b i\ufeff", "näringsliv i", mending.INVISIBLE),
        ("a\x00b\x07c\x7f", "abc", mending.CONTROLS),
        ("\uf0b7\tEtt\n  \uf06e Två\n\ue123 Tre", "•\tEtt\n  • Två\n• Tre", mending.BULLETS),
        ("n�ring", "n�ring", mending.LOST),
    ],
)  # fmt: skip
def test_a_mend_is_made_and_told(broken, mended, note):
    assert mend(broken) == (mended, (note,))


def test_line_ends_of_all_systems_become_one():
    assert mend("a\r\nb\rc\u2028d\x85e\x0bf\n") == ("a\nb\nc\nd\ne\nf\n", ())


def test_tabs_and_form_feeds_stay():
    assert mend("a\tb\fc") == ("a\tb\fc", ())


def test_text_that_is_sound_is_left_alone():
    text = "Mål – ”nå fler” i 5 § lagen… • punkt\n\nÅÄÖ é ü ø æ"
    assert mend(text) == (text, ())


def test_entities_in_plain_text_become_characters():
    text = read_plain(b"N&auml;ringsliv &amp; tillv&auml;xt f&ouml;r L&auml;net &#8211; nu")
    assert text.content == "Näringsliv & tillväxt för Länet – nu"
    assert plain.REMNANTS in text.notes


def test_tags_in_plain_text_become_layout():
    text = read_plain(
        b"<p>Ett stycke<br>\nmed <b>fet</b> stil</p><ul>\n<li>Punkt</li>\n<li>Punkt tv&aring;</li></ul>"
        b"<script>alert('<p>')</script><p>Slut</p>"
    )
    assert text.content == "Ett stycke\nmed fet stil\n\n• Punkt\n• Punkt två\n\nSlut"
    assert plain.SCRIPT in text.notes


def test_a_single_sign_is_no_tag():
    assert read_plain(b"Andelen < 5 % & stigande; a <b> c").content == "Andelen < 5 % & stigande; a <b> c"  # fmt: skip


def test_a_script_that_never_ends_is_left_out_and_costs_no_time():
    assert "alert" not in read_plain(b"Text " + b"<script>alert(1)" * 200_000).content


@pytest.mark.parametrize(
    ("line", "joined"),
    [
        ("H A N D L I N G S P L A N", "HANDLINGSPLAN"),
        ("N ä r i n g s l i v   2 0 1 9 – 2 0 2 3", "Näringsliv 2019–2023"),
        ("3.1   E f f e k t i v   s e r v i c e", "3.1 Effektiv service"),
        ("2   M å l", "2 Mål"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("a b c d", "a b c d"),
        ("A B C", "A B C"),
        ("I en by", "I en by"),
    ],
)
def test_letters_set_apart_are_joined_as_words(line, joined):
    text = read_plain(f"Före\n{line}\nEfter".encode())
    assert text.content == f"Före\n{joined}\nEfter"
    assert (plain.SPACED_OUT in text.notes) == (line != joined)


def test_headings_of_markdown_lose_their_signs_and_are_marked():
    text = read_plain("# Plan\n\nText\n\n## Mål ##\n- ett\n".encode(), "plan.md")
    assert text.content == "Plan\n\nText\n\nMål\n- ett"
    assert [(text.content[m.start : m.end], m.kind, m.level) for m in text.marks] == [
        ("Plan", "heading", 1),
        ("Mål", "heading", 2),
    ]


def test_a_number_sign_in_a_plain_text_is_left_alone():
    assert read_plain(b"# 1 av 3\nText").content == "# 1 av 3\nText"
