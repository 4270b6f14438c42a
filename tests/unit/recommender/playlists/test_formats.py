import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import BadInput
from recommender.playlists.formats import files
from recommender.playlists.formats.files import FORMATS, read_playlist
from recommender.playlists.records import Named
from recommender.playlists.written import WrittenPlaylist, written_entry, written_playlist

M3U = """#EXTM3U
#EXTENC:UTF-8
#PLAYLIST:Süß & sour
# a remark
#EXTINF:123,Sigur Rós - Svefn-g-englar
music/Sigur Rós/01 100% #1.mp3
#EXTINF:-1 tvg-id="x, y" group-title="z",Only a title
/abs/path/a.flac

#EXTINF:61.5,A - B - C
#EXTART:A - B
#EXTALB:The album
C:\\Music\\c.mp3
file:///home/me/x%20y.ogg
http://radio.example/stream
"""


def test_m3u_is_read_with_what_stands_above_each_path():
    written = read_playlist(M3U.encode(), name="x.m3u8")
    assert written.name == "Süß & sour"
    assert written.entries == (
        Named(title="Svefn-g-englar", artist="Sigur Rós", duration_s=123.0, location="music/Sigur Rós/01 100% #1.mp3"),
        Named(title="Only a title", location="/abs/path/a.flac"),
        Named(title="C", artist="A - B", album="The album", duration_s=61.5, location="C:\\Music\\c.mp3"),
        Named(title="", location="/home/me/x y.ogg"),
        Named(title="", location="http://radio.example/stream"),
    )


@pytest.mark.parametrize(
    "content",
    [
        M3U.encode("utf-8-sig"),
        M3U.replace("\n", "\r\n").encode(),
        M3U.replace("\n", "\r").encode(),
        M3U.encode("utf-16"),
        M3U.encode("cp1252"),
    ],
    ids=["bom", "crlf", "cr", "utf-16", "cp1252"],
)
def test_the_same_is_read_in_any_encoding_and_with_any_line_ends(content):
    assert read_playlist(content, name="x.m3u") == read_playlist(M3U.encode(), name="x.m3u8")


def test_a_plain_list_of_paths_is_m3u_by_its_name_only():
    assert [e.location for e in read_playlist(b"a.mp3\nb.mp3", name="X.M3U").entries] == ["a.mp3", "b.mp3"]
    with pytest.raises(BadInput, match="M3U8, XSPF and JSPF"):
        read_playlist(b"a.mp3\nb.mp3", name="x.txt")
    with pytest.raises(BadInput, match="HLS"):
        read_playlist(b"#EXTM3U\n#EXT-X-VERSION:3\nsegment.ts")


XSPF = """<?xml version="1.0" encoding="UTF-8"?>
<playlist version="1" xmlns="http://xspf.org/ns/0/" xmlns:x="urn:other">
  <title>Rock &amp; Roll &lt;3</title><annotation>Two
  lines</annotation>
  <trackList>
    <track><location>file:///home/me/a%20%231.mp3</location><location>b.mp3</location><title>A &#233;</title>
      <creator>Ann</creator><album>One</album><duration>61500</duration><x:title>no</x:title></track>
    <track><location>music/100%25.mp3</location><duration>-1</duration></track>
    <track><title>Nowhere</title></track>
  </trackList>
</playlist>"""


@pytest.mark.parametrize("text", [XSPF, XSPF.replace(' xmlns="http://xspf.org/ns/0/"', "")], ids=["with", "without"])
def test_xspf_is_read_with_its_namespace_and_without(text):
    written = read_playlist(text.encode())
    assert (written.name, written.description) == ("Rock & Roll <3", "Two\nlines")
    assert written.entries == (
        Named(title="A é", artist="Ann", album="One", duration_s=61.5, location="/home/me/a #1.mp3"),
        Named(title="", location="music/100%.mp3"),
        Named(title="Nowhere"),
    )


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><playlist><title>&x;</title></playlist>',
        '<!DOCTYPE p [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><playlist><title>&b;</title></playlist>',
        '<!DOCTYPE playlist SYSTEM "http://elsewhere.example/x.dtd"><playlist/>',
    ],
)
def test_xml_that_declares_entities_is_refused(text):
    with pytest.raises(BadInput, match="DOCTYPE"):
        read_playlist(text.encode())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<playlist><title>", "well-formed"),
        (b"<rss></rss>", "begins with <rss>"),
        (b"<a>" * 1000, "too deeply"),
        (b'<?xml version="1.0" encoding="nonsense"?><playlist/>', "well-formed"),
        (b"{}", "JSPF"),
        (b'{"playlist": {"track": 3}}', "JSPF"),
        (b'{"playlist": {"track": ' + b"[" * 10_000, "JSPF"),
        (b"\x00\x01\x02", "M3U8, XSPF and JSPF"),
        (b"", "M3U8, XSPF and JSPF"),
    ],
)
def test_what_is_no_playlist_is_refused_in_words(content, message):
    with pytest.raises(BadInput, match=message):
        read_playlist(content, name="x")


def test_files_and_lists_beyond_bounds_are_refused(monkeypatch):
    with pytest.raises(BadInput, match="10,000"):
        read_playlist(b"#EXTM3U\n" + b"a.mp3\n" * 10_001)
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 10)
    with pytest.raises(BadInput, match="MB"):
        read_playlist(b"#EXTM3U\n" + b"a.mp3\n")


def test_jspf_is_read_with_one_location_or_several():
    text = """{"playlist": {"title": "T", "creator": "me", "track": [
        {"location": ["file:///a%20b.mp3", "c"], "title": "A", "creator": "Ann", "album": "One", "duration": 61500},
        {"location": "d.mp3", "identifier": ["urn:x"], "extension": {"x": 1}},
        {"title": "Nowhere", "duration": null}]}}"""
    assert read_playlist(text.encode()).entries == (
        Named(title="A", artist="Ann", album="One", duration_s=61.5, location="/a b.mp3"),
        Named(title="", location="d.mp3"),
        Named(title="Nowhere"),
    )


TEXT = st.text(max_size=30)
ENTRIES = st.builds(
    lambda title, artist, album, duration_s, location: written_entry(
        title=title, artist=artist, album=album, duration_s=duration_s, location=location
    ),
    TEXT,
    TEXT,
    TEXT,
    st.one_of(st.none(), st.integers(1, 20_000)),
    st.one_of(
        st.just(""),
        st.text(st.sampled_from("abü%#/\\ .?&:-\"'<>"), max_size=20),
        st.sampled_from(["/abs/x.mp3", "C:\\a\\b.mp3", "http://x.example/?a=b&c", "a - b", "./#x", "file:///a%FF.mp3"]),
    ),
)


@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(ENTRIES, max_size=4), TEXT, TEXT)
def test_what_is_written_is_read_back_the_same(name, entries, title, description):
    written = written_playlist(name=title, description="" if name == "m3u8" else description, entries=entries)
    text = FORMATS[name].write(written)
    expected = normal(written) if name == "m3u8" else written
    assert read_playlist(text.encode(), name=f"x.{name}") == expected


def normal(written: WrittenPlaylist) -> WrittenPlaylist:
    """A path that begins with `#` or `file:` is written and read in another, equal way."""
    entries = tuple(
        written_entry(
            title=e.title,
            artist=e.artist,
            album=e.album,
            duration_s=e.duration_s,
            location=f"./{e.location}" if e.location.startswith("#") else e.location,
        )
        for e in written.entries
    )
    return WrittenPlaylist(name=written.name, description=written.description, entries=entries)
