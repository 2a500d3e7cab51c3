"""Documents from every format, and hostile ones refused in bounded time."""

from __future__ import annotations

import email.message
import io
import tarfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from netback.reading.document import Document, Limits, sha256
from netback.reading.faults import ReadingError
from netback.reading.importers import import_bytes, import_path, sniff

PAGE = """<!doctype html><html><head><title>Line <b>shut</b><script>steal()</script></title>
<meta property="article:published_time" content="2025-04-11T08:00:00Z"><meta property="og:site_name" content="Made Gazette"></head>
<body><nav>Home About Contact</nav><article><h1>Line shut for repairs</h1>
<p>The Arvanian oil ministry said on Friday that the line would be shut for two days of repairs in the south.</p>
<p>Engineers will replace a valve, the ministry said, and loadings at the port are expected to go on from storage.</p>
</article><footer>All rights reserved</footer></body></html>"""


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a page; an empty text gives a page without any."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b"0 0 10 10 re f"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 << /Type /Font "
            b"/Subtype /Type1 /BaseFont /Helvetica >> >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def take(raw: bytes, name: str, limits: Limits | None = None) -> Document:
    (only,) = import_bytes(raw, name=name, limits=limits)
    return only


def refused(raw: bytes, name: str, limits: Limits | None = None) -> str:
    began = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        import_bytes(raw, name=name, limits=limits)
    assert time.monotonic() - began < 30
    return caught.value.slug


# --- formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Türkiye’s line is shut – for now."),
        ("utf-8-sig", "Türkiye’s line is shut."),
        ("utf-16", "The line to Türkiye is shut."),
        ("utf-16-le", "The line is shut for two days of repairs."),
        ("cp1252", "The “line” is shut – for now, said the ministry of oil."),
    ],
)
def test_text_in_any_encoding(encoding: str, text: str) -> None:
    raw = text.encode(encoding)
    found = take(raw, "a.txt")
    assert found.text == text
    assert found.raw_sha256 == sha256(raw)
    assert found.text_sha256 == sha256(text.encode())
    assert found.raw == raw


def test_line_ends_stay_and_the_name_may_date_it() -> None:
    found = take(b"One line.\r\nAnother.\r\n", "note-2025-04-11.txt")
    assert found.text == "One line.\r\nAnother.\r\n"
    assert (found.published, found.published_by) == ("2025-04-11", "file name")


def test_html_gives_text_title_date_and_publisher() -> None:
    found = take(PAGE.encode(), "page.html")
    assert "replace a valve" in found.text
    assert "Home About" not in found.text
    assert "steal" not in found.title
    assert (found.published, found.published_by) == ("2025-04-11", "meta tag")
    assert found.publisher == "Made Gazette"
    assert found.extractor.startswith("trafilatura@")
    assert found.media_type == "text/html"


def test_pdf_has_a_page_map() -> None:
    found = take(
        pdf("The line was shut on Monday morning.", "It carried 450,000 barrels a day before."), "a.pdf"
    )
    assert len(found.pages) == 2
    place = found.text.index("450,000")
    assert found.page_of(place) == 2
    assert found.anchor(place, place + 7).page == 2
    assert not found.is_scan


def test_a_scan_is_said_to_be_one() -> None:
    found = take(pdf("", "", ""), "scan.pdf")
    assert found.is_scan
    assert "scan" in found.warnings[0]


def test_feed_entries_are_documents_of_their_own() -> None:
    raw = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Made Gazette</title>
    <item><guid>1</guid><title>Line shut &lt;script&gt;x()&lt;/script&gt;</title><pubDate>Fri, 11 Apr 2025 08:00:00 GMT</pubDate>
    <description>&lt;p&gt;Arvania shut the line.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
    <item><guid>2</guid><title>Talks</title><description>They met.</description></item></channel></rss>"""
    first, second = import_bytes(raw, name="feed.xml")
    assert first.text == "Line shut\nArvania shut the line."
    assert (first.published, first.published_by, first.publisher) == (
        "2025-04-11",
        "feed entry",
        "Made Gazette",
    )
    assert second.published == ""
    assert first.doc_id != second.doc_id


def mail(text: str, html: str = "") -> bytes:
    message = email.message.EmailMessage()
    message["From"] = "Desk <desk@example.org>"
    message["Subject"] = "Line shut"
    message["Date"] = "Fri, 11 Apr 2025 08:00:00 +0000"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_mail_takes_the_plain_part_without_quoted_replies() -> None:
    found = take(
        mail("Arvania shut the line.\n\nOn Monday Desk wrote:\n> Old news.\n", "<p>Other</p>"), "a.eml"
    )
    assert "Arvania shut the line." in found.text
    assert "Old news" not in found.text
    assert (found.published, found.published_by, found.title) == ("2025-04-11", "mail header", "Line shut")


def test_an_mbox_is_taken_apart() -> None:
    box = b"".join(
        b"From desk@example.org Fri Apr 11 08:00:00 2025\n" + mail(f"Note {n} on the line.") + b"\n"
        for n in range(3)
    )
    found = import_bytes(box, name="box.mbox")
    assert [d.doc_id for d in found] == ["box-1", "box-2", "box-3"]


def test_a_folder_is_read_in_order_and_links_out_of_it_are_not(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "deeper").mkdir(parents=True)
    (inside / "b.txt").write_text("B is shut.")
    (inside / "deeper" / "a.txt").write_text("A is shut.")
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [d.text for d in import_path(inside)] == ["B is shut.", "A is shut."]


def test_an_archive_is_read_in_memory() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("x/a.txt", "A is shut.")
    assert [d.doc_id for d in import_bytes(held.getvalue(), name="a.zip")] == ["a"]


def test_bytes_decide_before_the_name() -> None:
    assert sniff(b"%PDF-1.7 ...", "a.html") == "pdf"
    assert sniff(b"<html><p>x", "a.txt") == "html"
    assert sniff(b"PK\x03\x04", "a.txt") == "archive"


# --- hostile --------------------------------------------------------------------------------------------------------


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no file"):
        import_path(tmp_path / "none.txt")


def test_100_megabytes_are_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as handle:
        handle.truncate(100_000_000)
    began = time.monotonic()
    with pytest.raises(ReadingError, match="at most 20,000,000"):
        import_path(huge)
    assert time.monotonic() - began < 1


def test_a_device_or_pipe_is_no_document() -> None:
    with pytest.raises(ReadingError, match="neither a file nor a folder"):
        import_path("/dev/zero")


def test_html_nested_without_end_is_refused() -> None:
    assert refused(b"<html><body>" + b"<div>" * 200_000 + b"x", "a.html") == "reading/too-deep"


def test_a_page_that_is_one_endless_tag_ends() -> None:
    assert refused(b"<html><body><p " + b"a=b " * 500_000, "a.html").startswith("reading/")


def test_html_without_text_is_refused() -> None:
    assert refused(b"<html><body><script>x()</script></body></html>", "a.html") == "reading/no-text"


def outcome(raw: bytes, limits: Limits) -> str:
    """ "scan" for a document without text, else the slug of the refusal."""
    try:
        (found,) = import_bytes(raw, name="a.pdf", limits=limits)
    except ReadingError as error:
        return error.slug
    return "scan" if found.is_scan else "text"


BOUNDED = {"scan", "reading/broken-pdf", "reading/too-slow", "reading/too-heavy", "reading/too-large"}


def test_a_pdf_whose_pages_loop_ends() -> None:
    looped = assemble(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 2 0 R] >>"]
    )
    assert outcome(looped, Limits(seconds=10)) in BOUNDED


def test_a_pdf_stream_that_unfolds_to_gigabytes_is_refused() -> None:
    packed = zlib.compress(b"0" * 80_000_000, 9)
    packed = zlib.compress(packed, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    ]
    assert outcome(assemble(objects), Limits(seconds=8, memory_bytes=600_000_000)) in BOUNDED


def test_a_broken_pdf_is_refused() -> None:
    assert refused(b"%PDF-1.4\ngarbage", "a.pdf") == "reading/broken-pdf"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refused(bytes(range(32)) * 100, "a.txt") == "reading/not-text"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\windows\\x.txt", "..\\up.txt"]
)
def test_an_archive_that_names_files_outside_itself_is_refused(name: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    assert refused(held.getvalue(), "a.zip") == "reading/path-escape"


def test_a_tar_with_a_link_is_refused() -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.type = tarfile.SYMTYPE
        entry.linkname = "/etc/passwd"
        archive.addfile(entry)
    assert refused(held.getvalue(), "a.tar") == "reading/path-escape"


def test_a_zip_bomb_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(4):
            archive.writestr(f"{n}.txt", b" " * 15_000_000)
    assert refused(held.getvalue(), "a.zip") == "reading/archive-bomb"


def test_an_archive_in_an_archive_is_refused() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "x")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    assert refused(outer.getvalue(), "a.zip") == "reading/too-deep"


def test_a_feed_with_its_own_entities_is_refused() -> None:
    raw = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel/></rss>'
    assert refused(raw, "feed.rss") == "reading/entities"


def test_mail_nested_without_end_is_refused() -> None:
    raw = b"From: a@example.org\nSubject: x\n"
    for n in range(400):
        raw += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n)
    assert refused(raw + b"Content-Type: text/plain\n\nx", "a.eml") == "reading/too-deep"


def test_an_encoding_that_runs_code_or_hides_text_is_not_obeyed() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="utf-7">')
    assert take(page.encode(), "a.html").encoding == "utf-8"
    page = PAGE.replace("<head>", '<head><meta charset="unicode_escape">')
    assert take(page.encode(), "a.html").encoding == "utf-8"
