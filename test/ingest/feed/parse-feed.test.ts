import iconv from 'iconv-lite';
import { canonicalUrl } from '#ingest/canonical-url';
import { decodeCharset } from '#ingest/feed/decode-charset';
import { readFeedDate } from '#ingest/feed/feed-date';
import { parseOpml, writeOpml } from '#ingest/feed/opml';
import { parseFeed } from '#ingest/feed/parse-feed';
import { htmlToText } from '#ingest/plain-text';

const URL_OF_FEED = 'https://news.example/feeds/all.xml';
const parse = (text: string) => parseFeed(Buffer.from(text), { url: URL_OF_FEED });
const firstOf = async (text: string) => (await parse(text)).entries[0];
const rss = (item: string) =>
  `<rss version="2.0"><channel><title>Wire</title><item>${item}</item></channel></rss>`;
const atom = (entry: string, attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>Wire</title><entry>${entry}</entry></feed>`;

describe('the dialects of feeds', () => {
  it('reads RSS 2.0 whole', async () => {
    const feed = await parse(`<?xml version="1.0"?>
      <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
        <title>Wire</title><link>https://news.example/</link><language>fr-FR</language><ttl>15</ttl>
        <item>
          <title>Bridge opens</title><link>/bridge</link><guid isPermaLink="false">b-1</guid>
          <description>&lt;p&gt;A &lt;b&gt;new&lt;/b&gt; bridge.&lt;/p&gt;&lt;p&gt;It is long.&lt;/p&gt;</description>
          <dc:creator>Ada Byron</dc:creator><pubDate>Tue, 22 Nov 2016 17:05:00 +0100</pubDate>
        </item>
      </channel></rss>`);
    expect(feed).toEqual({
      title: 'Wire',
      link: 'https://news.example/',
      language: 'fr-FR',
      everyMs: 900_000,
      problems: [],
      entries: [
        {
          id: 'b-1',
          link: 'https://news.example/bridge',
          title: 'Bridge opens',
          titleHtml: 'Bridge opens',
          summary: '<p>A <b>new</b> bridge.</p><p>It is long.</p>',
          text: 'A new bridge.\nIt is long.',
          author: 'Ada Byron',
          publishedAt: '2016-11-22T16:05:00.000Z',
        },
      ],
    });
  });

  it('reads Atom 1.0 whole, with xml:base and the language of each entry', async () => {
    const entry = await firstOf(
      atom(
        `<id>tag:news.example,2016:1</id><title type="html">Q&amp;amp;A &lt;i&gt;now&lt;/i&gt;</title>
         <link rel="self" href="/self"/><link rel="alternate" href="a.html"/>
         <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">See <a href="b.html">this</a></div></summary>
         <author><name>Ada</name></author><published>2016-11-22T16:05:00Z</published><updated>2016-11-22T16:06:00Z</updated>`,
        'xml:base="https://blog.example/2016/" xml:lang="de"',
      ),
    );
    expect(entry).toEqual({
      id: 'tag:news.example,2016:1',
      link: 'https://blog.example/2016/a.html',
      title: 'Q&A now',
      titleHtml: 'Q&amp;A <i>now</i>',
      summary: 'See <a href="https://blog.example/2016/b.html">this</a>',
      text: 'See this',
      author: 'Ada',
      publishedAt: '2016-11-22T16:05:00.000Z',
      updatedAt: '2016-11-22T16:06:00.000Z',
      language: 'de',
    });
  });

  it.each([
    [
      'RDF',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="https://a.example/1"><title>T</title><link>https://a.example/1</link></item></rdf:RDF>',
    ],
    [
      'prefixed Atom',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>T</a:title><a:link href="https://a.example/1"/></a:entry></a:feed>',
    ],
    [
      'RSS without version and channel',
      '<rss><item><title>T</title><link>https://a.example/1</link></item></rss>',
    ],
    ['CDF', '<CHANNEL><ITEM HREF="https://a.example/1"><TITLE>T</TITLE></ITEM></CHANNEL>'],
    ['a guid that is the link', rss('<title>T</title><guid>https://a.example/1</guid>')],
    [
      'Media RSS only',
      '<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><item><media:title>T</media:title><link>https://a.example/1</link></item></channel></rss>',
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'W',
        items: [{ id: '1', url: 'https://a.example/1', title: 'T' }],
      }),
    ],
    [
      'blanks before the declaration',
      `\n\n <?xml version="1.0"?>${rss('<title>T</title><link>https://a.example/1</link>')}`,
    ],
    ['an end that is missing', '<rss><channel><item><title>T</title><link>https://a.example/1</link>'],
  ])('reads %s', async (_, text) => {
    expect(await firstOf(text)).toMatchObject({ title: 'T', link: 'https://a.example/1' });
  });

  it.each([
    ['<title type="text">less &lt;b> is more</title>', 'less <b> is more'],
    ['<title>R&amp;D</title>', 'R&D'],
    ['<title type="html">R&amp;amp;D</title>', 'R&D'],
    ['<title mode="base64" type="text/html">PGI+Ym9sZDwvYj4=</title>', 'bold'],
    ['<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b></div></title>', 'a b'],
  ])('Atom title %s is %s', async (title, expected) => {
    expect((await firstOf(atom(title)))?.title).toBe(expected);
  });

  it.each([
    ['caf&eacute; &Omega; &#8364; &#x20ac; &#146;', 'café Ω € € ’'],
    ['AT&T & Co', 'AT&T & Co'],
    ['&unknown; stays', '&unknown; stays'],
    ['<![CDATA[Fish &amp; chips]]>', 'Fish & chips'],
    ['&lt;b&gt;Bold&lt;/b&gt; move', 'Bold move'],
    ['if a &lt; b', 'if a < b'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;Calm', 'Calm'],
  ])('RSS title %s reads as %s', async (title, expected) => {
    expect((await firstOf(rss(`<title>${title}</title>`)))?.title).toBe(expected);
  });

  it('resolves the entities that a document declares, one level deep', async () => {
    const laughs =
      '<!DOCTYPE rss [<!ENTITY co "Vinci"><!ENTITY lol "&co;&co;"><!ENTITY x SYSTEM "file:///etc/passwd">]>';
    expect((await firstOf(laughs + rss('<title>&co; &lol; &x;</title>')))?.title).toBe('Vinci &co;&co; &x;');
  });
});

describe('hostile and damaged feeds', () => {
  it('reads 80 kB of unclosed tags in milliseconds and keeps the entry', async () => {
    const began = performance.now();
    const entry = await firstOf(
      rss(`<title>ok</title><description>${'a&lt;p '.repeat(20_000)}</description>`),
    );
    expect(entry?.title).toBe('ok');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('leaves nothing in a summary that runs', async () => {
    const html =
      '<p onclick="x()">Hi <a href="java\tscript:x()">a</a><img src=x onerror=x()><script>x()</script><style>y</style></p>';
    const entry = await firstOf(rss(`<description><![CDATA[${html}]]></description>`));
    expect(entry).toEqual({
      summary: '<p>Hi <a>a</a><img src="https://news.example/feeds/x" /></p>',
      text: 'Hi a',
    });
  });

  it.each([
    ['a comment', '<item><title>two</title><!-- never closed </item>'],
    ['a CDATA section', '<item><title>two</title><description><![CDATA[never closed</description></item>'],
  ])('loses only the entry in which %s never ends', async (_, damaged) => {
    const items = ['one', 'three', 'four'].map(
      (title) =>
        `<item><title>${title}</title><description><![CDATA[${title} "quoted" ]]></description><!-- fine --></item>`,
    );
    const feed = await parse(
      `<rss version="2.0"><channel>${[items[0], damaged, items[1], items[2]].join('\n')}</channel></rss>`,
    );
    expect(feed.entries.map(({ title }) => title)).toEqual(['one', 'three', 'four']);
    expect(feed.problems).toEqual(['entry 2 is damaged: a section in it is never closed']);
  });

  it('keeps even the entry in which an attribute never ends, without that attribute', async () => {
    const feed = await parse(`<rss version="2.0"><channel><item><title>one</title><enclosure url="cut></item>
      <item><title>two</title><description>"quoted"</description></item></channel></rss>`);
    expect(feed.entries.map(({ title }) => title)).toEqual(['one', 'two']);
  });

  it('keeps every entry when one has a bad date, a bare link or crossed tags', async () => {
    const feed = await parse(`<feed xmlns="http://www.w3.org/2005/Atom">
      <entry><title>one</title><published>yesterday-ish</published><link/></entry>
      <entry><title>two</title><summary>a <b>b <i>c</b></summary></entry>
      <entry><title>three</entry><entry><title>four</title></entry></feed>`);
    expect(feed.entries.map(({ title }) => title)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('reads an example of a feed inside CDATA as text', async () => {
    const feed = await parse(
      rss('<title>how to</title><description><![CDATA[<item>x</item>]]></description>'),
    );
    expect([feed.entries.length, feed.problems]).toEqual([1, []]);
  });

  it.each([
    ['', /empty/],
    ['<!doctype html><html><body>Hello</body></html>', /a web page, not a feed/],
    ['{"items": 5}', /JSON but not a JSON Feed/],
    ['hello', /not a feed: it begins with "hello"/],
  ])('says why %j is no feed', async (text, message) => {
    await expect(parse(text)).rejects.toThrow(message);
  });
});

describe('charsets', () => {
  const xml = (charset: string) => `<?xml version="1.0" encoding="${charset}"?><t>dé “x”</t>`;
  const russian = `<t>${'Компания отрицает слухи о мошенничестве. '.repeat(5)}</t>`;
  it.each([
    [
      'a UTF-8 mark',
      iconv.encode(xml('latin1'), 'utf-8', { addBOM: true }),
      'text/xml; charset=latin1',
      xml('latin1'),
    ],
    [
      'UTF-16 with a mark',
      iconv.encode(xml('utf-16'), 'utf-16le', { addBOM: true }),
      undefined,
      xml('utf-16'),
    ],
    ['UTF-16 without one', iconv.encode(xml('utf-16'), 'utf-16be'), undefined, xml('utf-16')],
    ['UTF-32 without one', iconv.encode(xml('utf-32'), 'utf-32le'), undefined, xml('utf-32')],
    [
      'the HTTP charset over the declaration',
      iconv.encode(xml('utf-8'), 'win1252'),
      "text/xml; charset = 'iso-8859-1'",
      xml('utf-8'),
    ],
    ['the declaration', iconv.encode(xml('iso-8859-1'), 'win1252'), 'text/xml', xml('iso-8859-1')],
    ['UTF-8 for want of a claim', Buffer.from('<t>é</t>'), 'application/xml', '<t>é</t>'],
    ['UTF-8 where us-ascii is claimed', Buffer.from('<t>é</t>'), 'text/xml; charset=us-ascii', '<t>é</t>'],
    ['what the bytes look like', iconv.encode(russian, 'win1251'), undefined, russian],
    [
      'gb18030 for gb2312',
      iconv.encode('<?xml version="1.0" encoding="gb2312"?><t>镕</t>', 'gb18030'),
      undefined,
      '<?xml version="1.0" encoding="gb2312"?><t>镕</t>',
    ],
    [
      'the next claim where the charset is unknown',
      Buffer.from('<t>é</t>'),
      'text/xml; charset=klingon',
      '<t>é</t>',
    ],
  ])('reads by %s', (_, bytes, contentType, expected) => {
    expect(decodeCharset(bytes, contentType)).toBe(expected);
  });
});

describe('times', () => {
  it.each([
    ['Tue, 22 Nov 2016 16:05:00 GMT', '2016-11-22T16:05:00.000Z'],
    ['22 Nov 16 11:05 EST', '2016-11-22T16:05:00.000Z'],
    ['Tue, 22 Nov 2016 17:05:00 CET', '2016-11-22T16:05:00.000Z'],
    ['mar., 22 novembre 2016 17:05:00 +0100', '2016-11-22T16:05:00.000Z'],
    ['2016-11-22T17:05:00.123+01:00', '2016-11-22T16:05:00.000Z'],
    ['2016-11-22 16:05', '2016-11-22T16:05:00.000Z'],
    ['2016-11-22', '2016-11-22T00:00:00.000Z'],
    ['Tue Nov 22 16:05:00 2016', '2016-11-22T16:05:00.000Z'],
    ['soon', undefined],
    ['2016-99-99T00:00:00Z', undefined],
    ['', undefined],
  ])('%s → %s', (text, expected) => {
    expect(readFeedDate(text)).toBe(expected);
  });
});

describe('addresses', () => {
  it.each([
    ['HTTPS://News.Example/a?utm_source=x&b=2&a=1&fbclid=z#top', 'https://news.example/a?a=1&b=2'],
    ['https://news.example/a?utm_medium=rss', 'https://news.example/a'],
    [
      'https://www.google.com/url?rct=j&sa=t&url=https://news.example/a%3Fid%3D1&ct=ga',
      'https://news.example/a?id=1',
    ],
    ['mailto:a@example.com', undefined],
    ['not an address', undefined],
  ])('%s is one page: %s', (address, expected) => {
    expect(canonicalUrl(address)).toBe(expected);
  });

  it('is found in no time, however many parameters there are', () => {
    const address = `https://a.example/?${Array.from({ length: 3_000 }, (_, index) => `utm_${index}=1`).join('&')}`;
    const startedAt = performance.now();
    expect(canonicalUrl(`${address}&b=2&a=1`)).toBe('https://a.example/?a=1&b=2');
    // It takes 3 ms; writing the address anew for each parameter took more than a second.
    expect(performance.now() - startedAt).toBeLessThan(300);
  });
});

it('turns HTML into words on lines', () => {
  const html = '<h1>Fall</h1><p>18&nbsp;%<br>in   minutes</p><ul><li>a</li><li>b</li></ul><script>x</script>';
  expect(htmlToText(html)).toBe('Fall\n18 %\nin minutes\na\nb');
});

describe('lists of feeds', () => {
  it('reads back what it writes', () => {
    const outlines = [
      { title: 'Plain', xmlUrl: 'https://a.example/feed?x=1&y=2' },
      { title: 'R & "D"', xmlUrl: 'https://b.example/', category: 'News <fr>' },
    ];
    expect(parseOpml(writeOpml(outlines))).toEqual({ outlines, problems: [] });
  });

  it('reads nested and careless lists and tells what is no address', () => {
    const text = `<opml><body><outline text="A"><outline text="B"><outline text="feed & co" XMLURL="http://c.example/"/>
      <outline text="odd" xmlUrl="feed:whatever"></outline></outline></outline>`;
    expect(parseOpml(text)).toEqual({
      outlines: [{ title: 'feed & co', xmlUrl: 'http://c.example/', category: 'A / B' }],
      problems: ['outline "odd": "feed:whatever" is not an http or https address'],
    });
  });

  it('refuses what is no list', () => {
    expect(() => parseOpml('<html></html>')).toThrow(/not OPML/);
  });
});
