import unicodedata
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ui import markup as display
from bot.ui.characters import clean
from bot.ui.text import has_spoiler
from data import markup
from data.letterboxd.hypertext import read_html
from data.letterboxd.markup import from_html, to_html, write_markup
from data.markup import BOLD, ITALIC, Run
from tests.bot.ui.written_text import formatted_texts, hostile_texts
from tests.rounds import rounds

proof = settings(max_examples=rounds(200), deadline=None, database=None)

TAGS = [
    *("<b>", "</b>", "<i>", "</i>", "<strong>", "</em>", "<blockquote>", "</blockquote>", "<p>", "</p>", "<br>", "<q>"),
    *('<a href="https://example.org/a_b">', "<a href='javascript:x'>", "</a>", "<!-- x -->", "<script>", "<b", "</"),
]
MARKS = ["*", "**", "_", "~", "~~", "|", "||", "`", "\\", "[", "](", "](https://x.org)", "(", ")", "¯\\_(ツ)_/¯", "://"]
OTHERS = [
    "<",
    "<3",
    "&",
    "&lt;",
    "&#42;",
    "&amp;lt;",
    "“",
    '"',
    "\u200b",
    "\u2060",
    "\u00a0",
    "e\u0301",
    "❤️",
    "é",
    "\r\n",
]
hypertexts = st.lists(st.sampled_from([*TAGS, *MARKS, *OTHERS, "a", "b", "c", " ", "\n"]), max_size=14).map("".join)


def seen(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def letters(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] in "LN")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>Bold</b>, <strong>strong</strong>", "**Bold**, **strong**"),
        ("<i>it</i>, <EM class='x'>em</EM>", "*it*, *em*"),
        ("<b><i>both</i></b>, <b>a <i>b</i></b>", "***both***, **a *b***"),
        ("<b> a </b>b", "**a** b"),
        ("a<br>b<br/>c<br />\nd", "a\nb\nc\nd"),
        ("<p>a</p>\n<p>b<br>c</p>", "a\n\nb\nc"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("&lt;b&gt; &amp;amp; caf&eacute; &#127871; &#x2665; &nbsp;x", "<b> &amp; café 🍿 ♥ \u00a0x"),
        ("&#" + "9" * 5_000 + ";", "&#" + "9" * 5_000 + ";"),
        ("a < b, <3, 5 > 3, x<y, <>, </>", "a < b, <3, 5 > 3, x<y, <>, </>"),
        ("AT&T & R&D &", "AT&T & R&D &"),
        ("A\u00a0B 🎬👩‍🚀", "A\u00a0B 🎬👩‍🚀"),
        ("a <!-- said -- to nobody --> b", "a  b"),
        ("<film>kept</film> <script>x()</script><style>y</style>", "kept x()y"),
        ("a\0b\x08c", "abc"),
        ("", ""),
        ("<p><img src='https://x.org/p.jpg'/></p>", ""),
        ("<p> <b> </b> </p>", ""),
    ],
)
def test_html_becomes_the_markup_that_members_write(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>a", "**a**"),
        ("a</b></i>", "a"),
        ("<b>a <i>b</b> c</i>", "**a *b*** *c*"),
        ("<i>a <b>b</i> c</b>", "*a* ***b* c**"),
        ("<b", "<b"),
        ("a <b c", "a <b c"),
        ("<blockquote>a", "“a”"),
        ("<a href='https://x.org/y'>a", "a (https://x.org/y)"),
        ("<a href='https://x.org/y'>a<p>b", "a (https://x.org/y)\n\nb"),
        ("a</p></blockquote></a>b", "a\n\nb"),
        ("<i>a</i><b>b</b>", "_a_**b**"),
        ("x<i>a</i><b>b</b>", "xa**b**"),
    ],
)
def test_tags_not_closed_or_wrongly_nested_lose_no_text(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://x.org/a?b=1&amp;c=2">here</a>.', "here (https://x.org/a?b=1&c=2)."),
        ("<a class=z href=http://x.org >here</a>", "here (http://x.org)"),
        ('<a href="https://x.org/">https://x.org</a>', "https://x.org"),
        ('<a href="https://www.x.org/y/">x.org/y</a>', "x.org/y"),
        ('<a href="https://x.org/">here </a>and there', "here (https://x.org/) and there"),
        ('<i><a href="https://x.org/">here</a></i>', "*here (https://x.org/)*"),
        ('<a href="https://x.org/"><img src="p.jpg"></a>', ""),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<a href="/film/x/">here</a>', "here"),
        ('<a data-href="https://x.org">here</a>', "here"),
        ('<a href="https://x.org/a b">here</a>', "here"),
        ("<a>here</a>", "here"),
    ],
)
def test_links_are_spelt_out(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("I say<blockquote>So <i>it</i>\nis.</blockquote>and so", "I say\n\n“So *it*\nis.”\n\nand so"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "“a\n\nb”"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "“a\n\n“b””"),
        ('<blockquote>"Line."</blockquote>', '"Line."'),
        ("<blockquote><blockquote>a</blockquote></blockquote>", "“a”"),
        ("a<blockquote> </blockquote>b", "a\n\nb"),
    ],
)
def test_quotations_stand_in_quotation_marks(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("*x*", "\\*x\\*"),
        ("5 * 3, snake_case, a|b, a ~ b", "5 * 3, snake_case, a|b, a ~ b"),
        ("__x__ ~~y~~ `z`", "\\_\\_x\\_\\_ \\~\\~y\\~\\~ \\`z\\`"),
        ("||the end||", "\\|\\|the end\\|\\|"),
        ("|\u200b|the end|\u200b|", "\\|\u200b\\|the end\\|\u200b\\|"),
        ("a\\b ¯\\_(ツ)_/¯", "a\\\\b ¯\\_(ツ)_/¯"),
        ("[sic] [a](https://x.org)", "\\[sic] \\[a](https://x.org)"),
        ("[sic]", "[sic]"),
        ("<b>5 *</b> 3", "**5 \\*** 3"),
        ("https://x.org/<i>a</i>", "https://x.org/a"),
    ],
)
def test_what_was_no_formatting_there_is_none_here(html: str, text: str) -> None:
    assert from_html(html) == text


@proof
@given(hypertexts)
def test_members_are_shown_every_character_and_no_spoiler(html: str) -> None:
    there = seen(read_html(html))

    text = from_html(html)

    assert clean(seen(display.read(text))) == clean(there)
    assert not has_spoiler(text)


@proof
@given(st.one_of(hypertexts, st.text()))
def test_a_text_without_tags_is_read_to_the_last_letter(text: str) -> None:
    assert letters(from_html(escape(text))) == letters(text)


@proof
@given(st.one_of(hypertexts, st.text()))
@example("<i>a</i><b>b</b>")
@example("<b>a<i>b</b>c</i>")
@example("|<b>|</b>")
def test_a_text_from_there_goes_back_and_comes_again_unchanged(html: str) -> None:
    text = from_html(html)

    assert from_html(to_html(text)) == text


@proof
@given(
    st.lists(st.builds(Run, st.sampled_from([0, BOLD, ITALIC, BOLD | ITALIC]), st.sampled_from(["a", " ", ".", "*"])))
)
def test_what_is_bold_stays_bold_and_nothing_else_is_in_italics(runs: list[Run]) -> None:
    written = [(run.styles, character) for run in runs for character in run.text if character != " "]

    shown = [(run.styles, letter) for run in display.read(write_markup(runs)) for letter in run.text if letter != " "]

    assert [(styles & BOLD, letter) for styles, letter in shown] == [
        (styles & BOLD, letter) for styles, letter in written
    ]
    assert all(styles & there == styles for (styles, _), (there, _) in zip(shown, written, strict=True))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* _c_ ***d***", "<b>a</b> <i>b</i> <i>c</i> <b><i>d</i></b>"),
        ("a\n\nb", "a\n\nb"),
        ("a \\* b \\<", "a * b &lt;"),
        ("a < b, <3, <b>x</b>, R&D &amp;", "a < b, <3, &lt;b>x&lt;/b>, R&amp;D &amp;amp;"),
        ("__a__ ~~b~~ ||c||", "__a__ ~~b~~ ||c||"),
        ("`**a**`", "`**a**`"),
        ("[a](https://x.org)", "a (https://x.org)"),
        ("**a", "**a"),
        ("", ""),
    ],
)
def test_a_members_text_becomes_html(text: str, html: str) -> None:
    assert to_html(text) == html


@proof
@given(st.one_of(hostile_texts, formatted_texts, st.text()))
def test_nothing_that_a_member_wrote_is_left_out_of_the_html(text: str) -> None:
    shown = seen(markup.read(text))

    assert letters(seen(read_html(to_html(text)))) == letters(shown)


@pytest.mark.parametrize(
    "part", ["<b>", "<a href='https://x.org'>&nbsp;<p>", "<blockquote>", "<!--", "<a ", "<i>a</i><b>b</b>"]
)
def test_thousands_of_the_same_tag_are_read(part: str) -> None:
    text = from_html(part * (200_000 // len(part)) + "the end")

    assert "the end" in text
