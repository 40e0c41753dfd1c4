"""Web pages, web archives and XML."""

from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed

_PAGE = "<!doctype html><html><head><title>%s</title></head><body>%s</body></html>"


def documents() -> Iterator[HardDocument]:
    """Yield pages, archives of pages and XML."""
    yield from _encodings()
    yield from _markup()
    yield from _damaged()
    yield from _archives()
    yield from _xml()


def _encodings() -> Iterator[HardDocument]:
    chinese = "<p>朱镕基与李喆参观图书馆</p>"
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=%s">'
    yield HardDocument(
        "superset.html",
        "declares gb2312, holds characters of its superset",
        (meta % "gb2312" + "<title>消息</title>" + chinese).encode("gbk"),
        listed("朱镕基 李喆 图书馆"),
        title="消息",
    )
    yield HardDocument(
        "liar.html",
        "declares iso-8859-1 and is UTF-8",
        (meta % "iso-8859-1" + "<p>Zürich Genève „Café“</p>").encode(),
        listed("Zürich Genève Café"),
        listed("ZÃ¼rich"),
    )
    yield HardDocument(
        "curly.html",
        "declares iso-8859-1 and is windows-1252",
        (meta % "iso-8859-1" + "<p>“reduced” – €5 naïve</p>").encode("cp1252"),
        listed("“reduced” €5 naïve"),
    )
    yield HardDocument(
        "comment.html",
        "a charset in a comment before the one that counts",
        ('<!-- <meta charset="utf-8"> --><meta charset=windows-1251><p>Добрый вечер</p>').encode("cp1251"),
        listed("Добрый вечер"),
    )
    yield HardDocument(
        "declared.xhtml",
        "XHTML that declares its encoding in the XML declaration, an empty script",
        (
            '<?xml version="1.0" encoding="ISO-8859-2"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
            "<title>Žluťoučký kůň</title><script src='a.js'/></head><body><p>úpěl ďábelské ódy</p></body></html>"
        ).encode("iso-8859-2"),
        listed("úpěl ďábelské ódy"),
        title="Žluťoučký kůň",
    )


def _markup() -> Iterator[HardDocument]:
    yield HardDocument(
        "drawing.html",
        "drawings with titles and words, the page's own title is a heading",
        b"<svg><title>Close icon</title><defs><text>template</text></defs><text>North wing</text></svg>"
        b"<h1>Opening hours</h1><math><mi>alpha</mi><annotation>frac</annotation></math>",
        listed("North_wing Opening_hours alpha"),
        listed("Close icon template frac"),
        "Opening hours",
    )
    yield HardDocument(
        "unseen.html",
        "scripts, styles, templates, what is hidden, the text of a noscript",
        (
            _PAGE
            % (
                "Unseen",
                "<script>var secretScript = '<p>kumquat</p>';</script><style>.rhubarb{}</style>"
                "<template><p>persimmon</p></template><p hidden>lychee</p>"
                '<p style="display: none">durian</p><div hidden="until-found">mangosteen</div>'
                "<noscript><p>tamarind</p></noscript><details><summary>More</summary>jackfruit</details>"
                "<p>break<wbr>water hy&shy;phen<b>ated</b> caf&eacute; &#x1F9AD; AT&amp;T fish&nbsp;cake</p>",
            )
        ).encode(),
        listed("mangosteen tamarind jackfruit breakwater hyphenated café AT&T fish_cake 🦭"),
        listed("secretScript kumquat rhubarb persimmon lychee durian"),
    )
    yield HardDocument(
        "tables.html",
        "tables in tables, cells without end tags, lists and captions in cells",
        (
            _PAGE
            % (
                "Tables",
                "<table><caption>Timetable<tr><th>Mon<th>Tue<tr><td>ten<td><ul><li>eleven<li>noon</ul>"
                "<tr><td colspan=2><table><tr><td>inner<td>cell</table></table>"
                "<p>Sjätte <nobr>AP-fonden</nobr> <tt>mono</tt> <marquee>moving</marquee>",
            )
        ).encode(),
        listed("Timetable Mon Tue ten eleven noon inner cell Sjätte AP-fonden mono moving"),
        listed("MonTue tenEleven innercell"),
    )
    yield HardDocument(
        "ruby.html",
        "readings above Japanese words, text alternatives of pictures",
        '<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>都 <img src=x alt="Skyline at dusk">'
        '<input type="image" alt="Send order"><map><area alt="Harbour"></map>'.encode(),
        listed("東京都 Skyline_at_dusk"),
        listed("とうきょう"),
    )
    yield HardDocument(
        "elements.html",
        "elements of the page's own making, some of them in the head",
        b"<html><head><title>Widgets</title><meta charset=utf-8><my-header>Masthead</my-header>"
        b"<div>Lead story</div></head><body><my-card><span slot=x>Card text</span></my-card>"
        b"<template shadowrootmode=open><p>Shadow text</p></template></body></html>",
        listed("Masthead Lead_story Card_text Shadow_text"),
        title="Widgets",
    )
    yield HardDocument(
        "form.html",
        "a page inside a form, labels and what was typed",
        b"<body><form><label>Surname<input value=Petrov></label><fieldset><legend>Address</legend>"
        b"<p>Street and number</p></fieldset><select><option>Albania</select></form><p>Footer words</p>",
        listed("Surname Address Street_and_number Footer_words"),
    )


def _damaged() -> Iterator[HardDocument]:
    yield HardDocument(
        "twobodies.html",
        "text after the end, a second page in the same file",
        b"<html><body><p>first page</p></body></html>trailing words"
        b"<html><head><title>Second</title></head><body><p>second page</p></body></html>",
        listed("first_page trailing_words second_page"),
    )
    yield HardDocument(
        "word.html",
        "as a word processor saves it: conditional comments, XML islands, its own elements",
        b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><!--[if gte mso 9]><xml><w:View>Normal"
        b"</w:View></xml><![endif]--></head><body lang=EN><p class=MsoNormal>Dear <o:p>tenant</o:p>,"
        b"<![if !supportEmptyParas]>&nbsp;<![endif]> the <st1:place w:st='on'>Danube</st1:place> rose.</p>",
        listed("Dear tenant Danube rose"),
        listed("Normal supportEmptyParas endif"),
    )
    yield HardDocument(
        "tricky.html",
        "an end tag within a script's text, a comment that is not closed properly, NULs",
        b"<p>before</p><script>document.write('<script>gooseberry<\\/script>')</script><p>mid\0dle</p>"
        b"<!-- note --!><p>after</p><p attr='>'>quoted</p><plain>loose < text > here</plain>",
        listed("before middle after quoted loose text here"),
        listed("gooseberry note attr"),
    )


def _archives() -> Iterator[HardDocument]:
    page = "<html><head><title>Плитка</title></head><body><p>Добрый вечер, соседи</p></body></html>"
    yield HardDocument(
        "saved.mhtml",
        "the encoding stands in the mail header of the page only",
        b'MIME-Version: 1.0\r\nSubject: saved\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page.encode("koi8-r")
        + b"\r\n--b\r\nContent-Type: text/css\r\n\r\n.marmot{}\r\n--b--\r\n",
        listed("Добрый вечер соседи"),
        listed("marmot"),
        "Плитка",
    )
    yield HardDocument(
        "framed.mht",
        "a page whose frames are pages of their own",
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"; type="text/html"\n\n'
        b"--b\nContent-Type: text/html\nContent-Location: http://x/\n\n<html><head><title>Manual</title></head>"
        b"<body><p>Overview</p><iframe src='cid:f1'></iframe></body></html>\n"
        b"--b\nContent-Type: text/html\nContent-ID: <f1>\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<p>Turn the spin=\ndle clockwise</p>\n--b--\n",
        listed("Overview spindle clockwise"),
        title="Manual",
    )


def _xml() -> Iterator[HardDocument]:
    yield HardDocument(
        "entities.xml",
        "entities of HTML that nothing declares",
        b"<article><title>Caf&eacute; culture</title><p>A na&iuml;ve r&eacute;sum&eacute; &mdash; &copy; 2026"
        b" &nbsp;R&amp;D</p></article>",
        listed("Café culture naïve résumé R&D"),
        title="Café culture",
    )
    yield HardDocument(
        "feed.xml",
        "pages packed into the elements of a feed, as text",
        b"<rss><channel><title>Harbour news</title><item><title>Bridge closed</title><description>"
        b"&lt;p&gt;The &lt;b class=&quot;loud&quot;&gt;swing&lt;/b&gt; bridge&lt;/p&gt;</description></item>"
        b"<item><description><![CDATA[<div>Ferry <i>delayed</i></div>]]></description></item></channel></rss>",
        listed("Bridge_closed The_swing_bridge Ferry_delayed"),
        listed("div class loud"),
        "Harbour news",
    )
    yield HardDocument(
        "wrong.xml",
        "no declaration, and windows-1252",
        "<memo><to>Jörg Müller</to><body>Die Prüfung über Straßen</body></memo>".encode("cp1252"),
        listed("Jörg Müller Prüfung über Straßen"),
    )
    yield HardDocument(
        "mixed.xml",
        "words broken by elements, a document type of its own, namespaces",
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY co "Kestrel Ltd">]><d:doc xmlns:d="u"><d:title>Deed</d:title>'
        b"<d:p>The <d:hi>un</d:hi>broken seal of &co;</d:p><!-- pomelo --><?php pomegranate ?></d:doc>",
        listed("unbroken seal Kestrel_Ltd"),
        listed("pomelo pomegranate"),
        "Deed",
    )
