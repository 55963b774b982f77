import { type MailContext, readMail } from '#ingest/mail/read-mail';
import { Mention, mentionId } from '#ingest/mention';

const NOW = Date.parse('2016-11-22T15:06:00Z');
const CONTEXT: MailContext = { source: 'desk', now: NOW, allowedLatenessMs: 3_600_000 };

/** A raw message of these header lines and this body. */
const mail = (headers: readonly string[], body = 'Bonjour'): string =>
  `${headers.join('\r\n')}\r\n\r\n${body}`;
const FROM = 'From: "Vinci Press" <media.relations@vinci.group>';
const plain = (body: string, ...headers: string[]) =>
  mail([FROM, 'Subject: x', 'Content-Type: text/plain; charset=utf-8', ...headers], body);
const html = (body: string) => mail([FROM, 'Subject: x', 'Content-Type: text/html; charset=utf-8'], body);
/** A part of a multipart message: its type and other headers, and its body. */
const multipart = (type: string, ...parts: readonly (readonly [headers: string, body: string])[]) =>
  [
    `Content-Type: multipart/${type}; boundary="=cut="`,
    '',
    ...parts.map(([headers, body]) => `--=cut=\r\nContent-Type: ${headers}\r\n\r\n${body}`),
    '--=cut=--',
  ].join('\r\n');
const read = (raw: string | Buffer, context: Partial<MailContext> = {}) =>
  readMail(raw, { ...CONTEXT, ...context });

describe('a mail', () => {
  it('makes a mention, whole', async () => {
    const headers = [
      'Return-Path: <bounce@mailer.example>',
      'Received: from out.mailer.example by mx.desk.example; Tue, 22 Nov 2016 16:05:10 +0100',
      'Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=mailer.example; dmarc=fail',
      'Date: Tue, 22 Nov 2016 16:05:00 +0100 (CET)',
      'From: =?utf-8?Q?Vinci_Relations_presse?= <Media.Relations@Vinci.group>',
      'Reply-To: press <other@else.example>',
      'To: redaction@journal.example',
      'Subject: =?utf-8?B?VmluY2kgcsOpdmlzZSBzZXMgY29tcHRlcw==?=',
      'Message-ID: <1@vinci.group>',
      'In-Reply-To: <0@journal.example>',
      'Content-Type: text/plain; charset=utf-8',
    ];
    const mention = await read(mail(headers, 'VINCI révise ses comptes.\r\nhttps://vinci.group/cp.'));
    expect(mention).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      source: 'desk',
      channel: 'e-mail',
      title: 'Vinci révise ses comptes',
      text: 'VINCI révise ses comptes.\nhttps://vinci.group/cp.',
      author: { id: 'media.relations@vinci.group', name: 'Vinci Relations presse' },
      publishedAt: '2016-11-22T15:05:00.000Z',
      collectedAt: '2016-11-22T15:06:00.000Z',
      inReplyTo: '0@journal.example',
      sender: 'media.relations@vinci.group',
      links: ['https://vinci.group/cp'],
      mail: {
        replyTo: 'other@else.example',
        returnPath: 'bounce@mailer.example',
        authentication: ['mx.desk.example; spf=pass smtp.mailfrom=mailer.example; dmarc=fail'],
        headers: headers.join('\r\n'),
      },
    });
    expect(Mention.parse(mention)).toEqual(mention);
  });

  it.each([
    [
      'a name that is another address',
      '"media.relations@vinci.com" <x@vinci.group>',
      'x@vinci.group',
      'media.relations@vinci.com',
    ],
    ['a bare address', 'X@Vinci.group', 'x@vinci.group', undefined],
    [
      'a name alone that is an address',
      '"media.relations@vinci.com"',
      'media.relations@vinci.com',
      undefined,
    ],
    ['a name alone', 'Vinci', undefined, 'Vinci'],
    ['an encoded name', '=?iso-8859-1?Q?Ren=E9?= <r@a.example>', 'r@a.example', 'René'],
    ['two writers', 'a@a.example, b@b.example', 'a@a.example', undefined],
  ])('tells the sender from %s', async (_, from, sender, name) => {
    const mention = await read(mail([`From: ${from}`, 'Subject: x']));
    expect([mention.sender, mention.author?.name]).toEqual([sender, name]);
  });

  it.each([
    ['no message', ''],
    ['text', 'Dear all,\r\nhello'],
    ['bytes', Buffer.from([0, 1, 2, 255, 254])],
    [
      'parts nested without end',
      mail(
        [FROM],
        Array.from(
          { length: 300 },
          (_, n) => `Content-Type: multipart/mixed; boundary=${n}\r\n\r\n--${n}`,
        ).join('\r\n'),
      ).replace('\r\n\r\n', '\r\n'),
    ],
  ])('refuses %s', async (_, raw) => {
    await expect(read(raw)).rejects.toMatchObject({ name: 'MailError' });
  });

  it('is read behind the envelope line of an mbox file and a byte order mark', async () => {
    const mention = await read(`\ufeffFrom x@a.example Tue Nov 22 16:05:00 2016\n${plain('hello')}`);
    expect([mention.sender, mention.text]).toEqual(['media.relations@vinci.group', 'hello']);
  });
});

describe('the id of a mail', () => {
  const idOf = async (raw: string) => (await read(raw)).id;
  const named = (body: string, ...headers: string[]) => plain(body, 'Message-ID: <1@vinci.com>', ...headers);

  it('is the same for a copy that came another way', async () => {
    expect(await idOf(`Received: by b\r\n${named('a')}`)).toBe(await idOf(`Received: by a\r\n${named('a')}`));
  });
  it('is another for a mail that steals the Message-ID of a genuine one', async () => {
    expect(await idOf(named('the accounts are wrong'))).not.toBe(await idOf(named('the accounts are right')));
  });
  it('is made from the raw message where there is no Message-ID', async () => {
    expect(await idOf(plain('a'))).toBe(await idOf(plain('a')));
    expect(await idOf(plain('a'))).not.toBe(await idOf(plain('a', 'X-Other: 1')));
    expect(await idOf(plain('a'))).not.toBe(mentionId('desk', ''));
  });
});

describe('the time of a mail', () => {
  const received = (at: string) => `Received: from a by mx.desk.example; ${at}`;
  it.each([
    ['what the sender wrote', '22 Nov 2016 16:00:00 +0100', undefined, '2016-11-22T15:00:00.000Z', undefined],
    [
      'the arrival, where the sender dates it back',
      '20 Nov 2016 09:00:00 +0100',
      '22 Nov 2016 16:05:00 +0100',
      '2016-11-22T15:05:00.000Z',
      undefined,
    ],
    [
      'the arrival, where the sender dates it ahead',
      '25 Nov 2016 09:00:00 +0100',
      '22 Nov 2016 16:05:00 +0100',
      '2016-11-22T15:05:00.000Z',
      undefined,
    ],
    [
      'the arrival of an old mail, as backfill',
      '20 Nov 2016 09:00:00 +0000',
      '20 Nov 2016 09:01:00 +0000',
      '2016-11-20T09:01:00.000Z',
      true,
    ],
    ['now, where nothing can be read', 'soon', undefined, '2016-11-22T15:06:00.000Z', undefined],
  ])('is %s', async (_, date, arrival, publishedAt, backfill) => {
    const headers = [...(arrival ? [received(arrival)] : []), FROM, `Date: ${date}`];
    const mention = await read(mail(headers));
    expect([mention.publishedAt, mention.backfill]).toEqual([publishedAt, backfill]);
  });

  it('trusts the mailbox more than the headers about the arrival', async () => {
    const raw = mail([received('1 Nov 2016 09:00:00 +0000'), FROM, 'Date: 1 Nov 2016 09:00:00 +0000']);
    const mention = await read(raw, { receivedAt: NOW - 1_000 });
    expect([mention.publishedAt, mention.backfill]).toEqual(['2016-11-22T15:05:59.000Z', undefined]);
  });
});

describe('the text of a mail', () => {
  const encoded = (charset: string, bytes: Buffer) =>
    Buffer.concat([
      Buffer.from(
        mail([FROM, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: base64'], ''),
      ),
      Buffer.from(bytes.toString('base64')),
    ]);
  it.each([
    ['windows-1252', Buffer.from([0x80, 0x20, 0xe9, 0x74, 0xe9]), '€ été'],
    ['iso-8859-15', Buffer.from([0xa4, 0x20, 0xe9]), '€ é'],
    ['iso-2022-jp', Buffer.from('\u001b$B<+F0<V\u001b(B', 'latin1'), '自動車'],
    ['utf-8', Buffer.from('łódź'), 'łódź'],
    ['unknown-charset', Buffer.from('été', 'latin1'), 'été'],
  ])('is read in %s', async (charset, bytes, text) => {
    expect((await read(encoded(charset, bytes))).text).toEqual(text);
  });

  it('joins lines that were folded for the way (format=flowed)', async () => {
    const raw = mail(
      [FROM, 'Content-Type: text/plain; charset=utf-8; format=flowed'],
      'The chief \r\nfinancial officer \r\nleaves.\r\nSecond line.',
    );
    expect((await read(raw)).text).toBe('The chief financial officer leaves.\nSecond line.');
  });

  it.each([
    ['blocks and references', '<p>Vinci &amp; Cie</p><div>r&eacute;vise</div>', 'Vinci & Cie\nrévise'],
    ['no style sheet', '<style>p{color:red}</style><p>a</p>', 'a'],
    ['nothing hidden by display', 'seen<div style="DISPLAY : none !important"><p>salt</p>more</div>', 'seen'],
    [
      'nothing hidden by visibility, opacity or height',
      '<i style="visibility:hidden">1</i><i style="opacity:0">2</i><i style="max-height:0;overflow:hidden">3</i>seen',
      'seen',
    ],
    ['nothing hidden by an attribute', '<p hidden>salt</p>seen', 'seen'],
    ['no letters of no size', 're<span style="font-size:0">x</span>lease', 'release'],
    [
      'words that set their size again in a layout',
      '<td style="font-size:0px"><div style="font-size:13px">seen</div></td>',
      'seen',
    ],
    ['what is hidden first and then shown', '<p style="display:none;display:block">seen</p>', 'seen'],
    ['what a script would hide', '<noscript>seen</noscript>', 'seen'],
    ['unclosed markup', '<p>a<b>c', 'ac'],
  ])('in HTML holds %s', async (_, source, text) => {
    expect((await read(html(source))).text).toBe(text);
  });

  it('is read up to where a mail of nothing but lines has gone on too long', async () => {
    const { text } = await read(plain(`first\n${'\n'.repeat(4_000_000)}last`));
    expect(text).toBe('first');
  });

  it('in HTML nested without end is read all the same, and soon', async () => {
    const source = `<p>before</p>${'<a>'.repeat(200_000)}<b>VINCI</b> revises${'</i>'.repeat(200_000)}<a href="https://vinci.group/">its</a> accounts`;
    const { text, links } = await read(html(source));
    expect(text.split(/\s+/)).toEqual(['before', 'VINCI', 'revises', 'its', 'accounts']);
    expect(links).toEqual(['https://vinci.group/']);
  });

  it.each([
    [
      'the HTML where both say the same',
      'Vinci revises its accounts',
      '<p>Vinci revises its accounts</p>',
      'Vinci revises its accounts',
    ],
    ['the plain part where the HTML is empty', 'Vinci revises', '<img src="cid:1">', 'Vinci revises'],
    [
      'both where the HTML shows something else',
      'one two three four five six seven eight nine ten eleven twelve',
      '<p>VINCI revises its accounts</p>',
      'VINCI revises its accounts\n\none two three four five six seven eight nine ten eleven twelve',
    ],
  ])('of two versions is %s', async (_, text, markup, expected) => {
    const raw = `${FROM}\r\n${multipart('alternative', ['text/plain', text], ['text/html', markup])}`;
    expect((await read(raw)).text).toBe(expected);
  });

  it('holds a release that is attached as text or HTML, and the names of what is not read', async () => {
    const raw = `${FROM}\r\nSubject: release\r\n${multipart(
      'mixed',
      ['text/plain', 'See attached.'],
      ['text/plain; name="cp.txt"\r\nContent-Disposition: attachment; filename="cp.txt"', 'VINCI revises.'],
      [
        'application/octet-stream; name="cp.html"\r\nContent-Disposition: attachment; filename="cp.html"',
        '<p>VINCI <a href="https://vinci.group/">says</a></p>',
      ],
      ['application/pdf\r\nContent-Disposition: attachment; filename="vinci-cp.pdf"', '%PDF-1.4'],
      ['image/png; name="logo.png"\r\nContent-ID: <1>\r\nContent-Disposition: inline', 'x'],
    )}`;
    const mention = await read(raw);
    expect(mention.text).toBe(
      'See attached.\n\nVINCI revises.\n\nVINCI says\n\n[vinci-cp.pdf]\n\n[logo.png]',
    );
    expect(mention.links).toEqual(['https://vinci.group/']);
    expect(mention.mail?.attachments).toEqual(['vinci-cp.pdf', 'logo.png']);
  });

  it('is the subject where there is none', async () => {
    expect((await read(mail([FROM, 'Subject: VINCI: accounts'], ''))).text).toBe('VINCI: accounts');
  });

  it.each([
    [
      'a boundary that never comes',
      'Content-Type: multipart/mixed; boundary="never"',
      '--other\r\nhello',
      '',
    ],
    [
      'a part cut short',
      'Content-Type: multipart/mixed; boundary="b"',
      '--b\r\nContent-Type: text/plain\r\n\r\nhello',
      'hello',
    ],
    ['wrong base64', 'Content-Transfer-Encoding: base64', 'aGVsbG8*', 'hello'],
    ['a type that is none', 'Content-Type: ;;;', 'hello', 'hello'],
  ])('survives %s', async (_, header, body, text) => {
    expect((await read(mail([FROM, header], body))).text).toContain(text);
  });
});

describe('the links of a mail', () => {
  it.each([
    [
      'the target, whatever the words say',
      '<a href="https://vinci.group/cp">www.vinci.com</a>',
      ['https://vinci.group/cp'],
    ],
    [
      'the real host behind a user name',
      '<a href="https://vinci.com@evil.example/">x</a>',
      ['https://vinci.com@evil.example/'],
    ],
    [
      'a host with other letters, in its written form',
      '<a href="https://vinсi.com/">x</a>',
      ['https://xn--vini-n6d.com/'],
    ],
    [
      'forms and areas',
      '<form action="https://a.example/f"><area href="https://b.example/"></form>',
      ['https://a.example/f', 'https://b.example/'],
    ],
    ['addresses', '<a href="mailto:press@vinci.group">x</a>', ['mailto:press@vinci.group']],
    [
      'a relative one by its base',
      '<base href="https://vinci.group/a/"><a href="b">x</a>',
      ['https://vinci.group/a/b'],
    ],
    ['one in the text', 'see https://vinci.group/x, now', ['https://vinci.group/x']],
    ['each once', '<a href="https://a.example">https://a.example/</a>', ['https://a.example/']],
    ['no script', '<a href="java\nscript:alert(1)">x</a>', undefined],
    [
      'none that nobody sees',
      '<div style="display:none"><a href="https://vinci.com/">x</a></div>y',
      undefined,
    ],
    [
      'what Safe Links wrapped',
      '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fvinci.group%2Fcp&amp;data=05">x</a>',
      ['https://vinci.group/cp'],
    ],
    [
      'what URL Defense wrapped',
      '<a href="https://urldefense.com/v3/__https://vinci.group/cp__;!!abc$">x</a>',
      ['https://vinci.group/cp'],
    ],
    [
      'what its version 2 wrapped',
      '<a href="https://urldefense.proofpoint.com/v2/url?u=https-3A__vinci.group_cp&amp;d=1">x</a>',
      ['https://vinci.group/cp'],
    ],
  ])('are %s', async (_, source, links) => {
    expect((await read(html(source))).links).toEqual(links);
  });

  it('are at most 50, and many to one host crowd out no other', async () => {
    const many = Array.from({ length: 80 }, (_, n) => `<a href="https://vinci.com/${n}">x</a>`).join('');
    const { links = [] } = await read(html(`${many}<a href="https://vinci.group/">x</a>`));
    expect(links).toHaveLength(50);
    expect(links).toContain('https://vinci.group/');
  });
});

describe('the authentication of a mail', () => {
  const RECEIVED = 'Received: from evil.example by mx.desk.example; Tue, 22 Nov 2016 16:05:10 +0100';
  const OURS = 'mx.desk.example; spf=fail smtp.mailfrom=vinci.com; dmarc=fail header.from=vinci.com';
  const FORGED = 'mx.desk.example; spf=pass; dmarc=pass header.from=vinci.com';
  const results = (value: string) => `Authentication-Results: ${value}`;
  it.each<[string, string[], string[] | undefined, string[]]>([
    [
      'above the transport, all',
      [results('mx.desk.example; dmarc=fail'), results('mx.desk.example; spf=fail'), RECEIVED],
      undefined,
      ['mx.desk.example; dmarc=fail', 'mx.desk.example; spf=fail'],
    ],
    ['below it, the newest', [RECEIVED, results(OURS), results(FORGED)], undefined, [OURS]],
    [
      'not what the sender forged below what the server wrote above',
      [results(OURS), RECEIVED, results(FORGED)],
      undefined,
      [OURS],
    ],
    [
      'not what the sender forged under the trusted name',
      [RECEIVED, results(OURS), results(FORGED)],
      ['mx.desk.example'],
      [OURS],
    ],
    [
      'nothing of a server that is not trusted',
      [RECEIVED, results('evil.example; dmarc=pass')],
      ['mx.desk.example'],
      [],
    ],
    [
      'the trusted among others, in any letter case',
      [RECEIVED, results('other.example; dmarc=pass'), results(`(c) ${OURS}`.replace('mx.desk', 'MX.Desk'))],
      ['mx.desk.example'],
      [`(c) ${OURS}`.replace('mx.desk', 'MX.Desk')],
    ],
    [
      'the newest of each trusted server',
      [
        RECEIVED,
        results('a.example; spf=pass'),
        results('b.example; dmarc=fail'),
        results('a.example; dmarc=pass'),
      ],
      ['a.example', 'b.example'],
      ['a.example; spf=pass', 'b.example; dmarc=fail'],
    ],
    [
      'results without a name only where none is asked for',
      [RECEIVED, results('spf=pass smtp.mailfrom=a.example')],
      ['spf=pass'],
      [],
    ],
    [
      'folded lines as one',
      [RECEIVED, 'Authentication-Results: mx.desk.example;\r\n\tspf=fail;\r\n dmarc=fail'],
      undefined,
      ['mx.desk.example; spf=fail; dmarc=fail'],
    ],
  ])('holds %s', async (_, headers, trustedAuthServers, expected) => {
    const raw = mail([...headers, 'From: media.relations@vinci.com', 'Subject: x']);
    expect((await read(raw, { trustedAuthServers })).mail?.authentication).toEqual(expected);
  });
});

describe('a forwarded mail', () => {
  const OUTER = [
    'Received: from out.journal.example by mx.desk.example; Tue, 22 Nov 2016 16:05:10 +0100',
    'Authentication-Results: mx.desk.example; dmarc=pass header.from=journal.example',
    'From: Jeanne <jeanne@journal.example>',
    'Date: Tue, 22 Nov 2016 16:05:00 +0100',
  ];
  const FORWARDED_BY = {
    address: 'jeanne@journal.example',
    name: 'Jeanne',
    authentication: ['mx.desk.example; dmarc=pass header.from=journal.example'],
  };
  const INNER = [
    'Authentication-Results: mx.desk.example; dmarc=pass header.from=vinci.com',
    'From: Vinci <media.relations@vinci.group>',
    'Reply-To: x@else.example',
    'Date: Mon, 21 Nov 2016 09:00:00 +0100',
    'Subject: VINCI revises its accounts',
    'Content-Type: text/html',
  ];

  it('as an attachment shows the original, and who passed it on', async () => {
    const original = mail(
      INNER,
      '<p>VINCI has dismissed its <a href="https://vinci.group/">chief financial officer</a>.</p>',
    );
    const raw = `${OUTER.join('\r\n')}\r\nSubject: is this you?\r\n${multipart('mixed', ['text/plain', 'Real?'], ['message/rfc822', original])}`;
    const mention = await read(raw, { trustedAuthServers: ['mx.desk.example'] });
    expect(mention).toMatchObject({
      title: 'VINCI revises its accounts',
      text: 'VINCI has dismissed its chief financial officer.\n\nReal?',
      sender: 'media.relations@vinci.group',
      author: { id: 'media.relations@vinci.group', name: 'Vinci' },
      publishedAt: '2016-11-22T15:05:00.000Z',
      links: ['https://vinci.group/'],
      mail: { replyTo: 'x@else.example', authentication: [], forwardedBy: FORWARDED_BY },
    });
    expect(mention.mail?.headers).toContain('From: Jeanne');
    expect(mention.mail?.headers).toContain('From: Vinci');
  });

  it.each<[string, string, string, { sender: string; title: string; text: string }]>([
    [
      'Gmail in French',
      'Fwd: VINCI',
      'Vrai ?\n\n---------- Forwarded message ---------\nDe : Vinci Presse <media@vinci.group>\nDate: mar. 22 nov. 2016 à 16:05\nSubject: VINCI révise\nTo: <j@journal.example>\n\nVINCI révise ses comptes.',
      { sender: 'media@vinci.group', title: 'VINCI révise', text: 'VINCI révise ses comptes.\n\nVrai ?' },
    ],
    [
      'Outlook in French',
      'TR: VINCI',
      'Bonjour\n\n________________________________\nDe : media@vinci.com <x@vinci.group>\nEnvoyé : mardi 22 novembre 2016 16:05\nÀ : j\nObjet : VINCI révise\n\nTexte',
      {
        sender: 'x@vinci.group',
        title: 'VINCI révise',
        text: 'Texte\n\nBonjour',
      },
    ],
    [
      'Apple Mail',
      'Fwd: x',
      'Begin forwarded message:\n\n> From: Vinci <media@vinci.group>\n> Subject: VINCI revises\n> Date: 22 November 2016\n> To: j@a.example\n>\n> VINCI revises.',
      {
        sender: 'media@vinci.group',
        title: 'VINCI revises',
        text: 'VINCI revises.',
      },
    ],
    [
      'Thunderbird in German',
      'WG: x',
      '-------- Weitergeleitete Nachricht --------\nBetreff: VINCI korrigiert\nDatum: Tue, 22 Nov 2016\nVon: Vinci <media@vinci.group>\nAn: j@a.example\n\nText',
      { sender: 'media@vinci.group', title: 'VINCI korrigiert', text: 'Text' },
    ],
    [
      'old Outlook',
      'FW: x',
      '-----Original Message-----\nFrom: Vinci [mailto:media@vinci.group]\nSent: Tuesday\nTo: J\nSubject: VINCI\n\nText',
      { sender: 'media@vinci.group', title: 'VINCI', text: 'Text' },
    ],
    [
      'a plain copy of rich text',
      'RV: x',
      '*De:* Vinci <media@vinci.group>\n*Enviado el:* martes\n*Asunto:* VINCI\n\nTexto',
      { sender: 'media@vinci.group', title: 'VINCI', text: 'Texto' },
    ],
    [
      'a forward of a forward',
      'Fwd: x',
      'From: Col <col@journal.example>\nSubject: Fwd: VINCI\nDate: a\n\nFrom: Vinci <media@vinci.group>\nSubject: VINCI\nDate: b\n\nText',
      { sender: 'media@vinci.group', title: 'VINCI', text: 'Text' },
    ],
  ])('inline by %s shows the original', async (_, subject, body, expected) => {
    const mention = await read(
      mail([...OUTER, `Subject: ${subject}`, 'Content-Type: text/plain; charset=utf-8'], body),
    );
    expect(mention).toMatchObject(expected);
    expect(mention.mail).toMatchObject({ authentication: [], forwardedBy: FORWARDED_BY });
  });

  it.each([
    [
      'an answer that quotes the question',
      'RE: question',
      'Yes.\n\nFrom: Desk <desk@vinci.com>\nSent: today\nSubject: question\n\nReal?',
    ],
    [
      'a release with a date line',
      'VINCI',
      'Objet : résultats\nDate : 22 novembre\nContact : media@vinci.com',
    ],
    ['a forward without an address', 'Fwd: x', 'From: Vinci\nSubject: VINCI\n\nText'],
  ])('is not %s', async (_, subject, body) => {
    const mention = await read(mail([...OUTER, `Subject: ${subject}`], body));
    expect([mention.sender, mention.title, mention.mail?.forwardedBy]).toEqual([
      'jeanne@journal.example',
      subject,
      undefined,
    ]);
    expect(mention.mail?.authentication).toHaveLength(1);
  });

  it('is not a bounce, which only brings back what was sent', async () => {
    const report = multipart(
      'report; report-type=delivery-status',
      ['text/plain', 'Could not be delivered.'],
      ['message/delivery-status', 'Status: 5.1.1'],
      ['message/rfc822', mail(INNER)],
    );
    const mention = await read(`From: mailer-daemon@mx.example\r\nSubject: failed\r\n${report}`);
    expect([mention.sender, mention.title, mention.text]).toEqual([
      'mailer-daemon@mx.example',
      'failed',
      'Could not be delivered.',
    ]);
  });

  it('does not hide a long text of its own behind a short attachment', async () => {
    const own =
      'VINCI has dismissed its chief financial officer after finding wrong entries in its accounts.';
    const raw = `From: x@vinci.group\r\nSubject: VINCI\r\n${multipart('mixed', ['text/plain', own], ['message/rfc822', mail(['From: a@harmless.example', 'Subject: s'], 'Short.')])}`;
    const mention = await read(raw);
    expect([mention.sender, mention.text]).toEqual(['x@vinci.group', `${own}\n\nShort.`]);
  });
});
