import pino from 'pino';
import { type Clock, systemClock } from '#ingest/clock';
import { collectOnce } from '#ingest/collect-once';
import { mailbox } from '#ingest/collectors/mailbox';
import { openImapSession } from '#ingest/mail/imap-session';
import { noHttp, type OpenCollecting, openCollecting } from '../../contract/collecting';
import { describeCollector } from '../../contract/collector-contract';
import { until } from '../../contract/until';
import { type Authority, createAuthority } from '../../services/authority';
import { temporaryFolder } from '../../temporary-folder';
import { freePort } from '../free-port';
import { type ImapDouble, type ImapDoubleOptions, openImapDouble } from '../imap-double';

const PASSWORD = 'secret';
const letter = (text: string, ...headers: string[]) =>
  [
    `From: press@vinci.group`,
    `Subject: ${text}`,
    `Message-ID: <${text.replaceAll(' ', '-')}@a>`,
    ...headers,
    '',
    text,
  ].join('\r\n');
/** Shortens the seconds between tries, and leaves hours as they are. */
const hurried: Clock = {
  now: systemClock.now,
  sleep: (ms, signal) => systemClock.sleep(ms < 60_000 ? Math.min(ms, 30) : ms, signal),
};
const optionsOf = (port: number, settings: object = {}) =>
  mailbox.options.parse({
    host: '127.0.0.1',
    port,
    secure: false,
    startTls: false,
    user: 'desk',
    password: PASSWORD,
    from: 'start',
    every: '50ms',
    ...settings,
  });

describeCollector('mailbox', async () => {
  const server = await openImapDouble();
  return {
    source: { name: 'desk', definition: mailbox, options: optionsOf(server.port) },
    offer: async (texts) => {
      for (const text of texts) server.deliver(text === undefined ? 'no header at all' : letter(text));
    },
    isPushed: false,
    close: server.close,
  };
});

describe('mailbox', () => {
  const folder = temporaryFolder();
  let server: ImapDouble;
  let collecting: OpenCollecting | undefined;
  async function serve(options: ImapDoubleOptions = {}) {
    server = await openImapDouble(options);
  }
  async function start(settings: object = {}) {
    const source = { name: 'desk', definition: mailbox, options: optionsOf(server.port, settings) };
    collecting = await openCollecting({ dataFolder: folder(), sources: [source], clock: hurried });
    return collecting;
  }
  async function stop() {
    await collecting?.close();
    collecting = undefined;
  }
  const texts = () => collecting?.mentions().map(({ text }) => text) ?? [];
  const dropped = () => collecting?.status().dropped ?? {};
  const read = (...expected: string[]) => until(() => expected.every((text) => texts().includes(text)));
  const idle = () => until(() => server.isIdling());
  const failed = async (settings: object) => {
    const { status } = await start(settings);
    await until(() => status().lastError !== undefined);
    return status();
  };
  afterEach(async () => {
    await stop();
    await server.close();
  });

  it('leaves what is there at the first start, unless told otherwise', async () => {
    await serve();
    server.deliver(letter('old'));
    await start({ from: 'now' });
    await idle();
    server.deliver(letter('new'));
    await read('new');
    await stop();
    await start({ from: 'start' });
    await idle();
    expect(texts()).toEqual([]);
  });

  it('is told of new mail while it waits, long before it would look by itself', async () => {
    await serve();
    await start({ every: '1h' });
    await idle();
    server.deliver(letter('first'));
    await read('first');
    await idle();
    server.deliver(letter('second'));
    await read('second');
  });

  it('looks by itself where the server does not tell', async () => {
    await serve({ withoutIdle: true });
    await start();
    await until(() => server.commands.includes('NOOP'));
    server.deliver(letter('first'));
    await read('first');
    expect(server.commands).not.toContain('IDLE');
  });

  it('goes on exactly where it stopped', async () => {
    await serve();
    server.deliver(letter('first'));
    await start();
    await read('first');
    await until(() => collecting?.status().mentions === 1);
    await stop();
    server.deliver(letter('second'));
    const fetched = () => server.commands.filter((command) => command.startsWith('UID FETCH'));
    expect(fetched()).toHaveLength(1);
    await start();
    await read('second');
    expect(fetched().map((command) => command.split(' ')[2])).toEqual(['1', '2']);
  });

  it('loses and doubles nothing when the connection is cut in the middle of a message', async () => {
    await serve();
    server.deliver(letter('first'));
    server.deliver(letter('second'));
    server.cutNextBodyAt(60);
    await start();
    await until(() => collecting?.status().lastError !== undefined);
    expect(texts()).toEqual([]);
    expect(collecting?.status()).toMatchObject({
      state: 'backing-off',
      lastError: { message: expect.stringMatching(/the connection was cut$/) },
    });
    await read('first', 'second');
    expect(texts()).toEqual(['first', 'second']);
    expect(collecting?.status()).toMatchObject({ mentions: 2, consecutiveFailures: 0 });
  });

  it('comes back after a cut while it waits', async () => {
    await serve();
    await start({ every: '1h' });
    await idle();
    server.cutAll();
    server.deliver(letter('first'));
    await read('first');
  });

  it('reads again from the last day on when the server numbers its messages anew, under the same ids', async () => {
    await serve();
    server.deliver(letter('last month'), new Date(Date.now() - 30 * 86_400_000));
    server.deliver(letter('today'));
    await start();
    await read('last month', 'today');
    await until(() => collecting?.status().mentions === 2);
    server.renumber();
    server.deliver(letter('after'));
    await read('after');
    const ids = new Set(collecting?.mentions().map(({ id }) => id));
    expect([texts().filter((text) => text === 'last month').length, ids.size]).toEqual([1, 3]);
  });

  it('changes nothing in the mailbox, unless asked to mark what is safe as seen', async () => {
    await serve();
    server.deliver(letter('first'));
    await start();
    await read('first');
    await stop();
    expect([server.seen(), server.commands.some((command) => command.startsWith('SELECT'))]).toEqual([
      [],
      false,
    ]);
    server.deliver(letter('second'));
    await start({ markSeen: true });
    await until(() => server.seen().includes(2));
    expect(server.seen()).toEqual([2]);
  });

  it('reads the beginning of a message that is too large, and counts it', async () => {
    await serve();
    server.deliver(`${letter('large')}\r\n${'x'.repeat(50_000)}`);
    server.deliver(letter('small'));
    await start({ maxMessage: 10_000 });
    await read('small');
    const large = collecting?.mentions().find(({ title }) => title === 'large');
    expect(large?.text.length).toBeLessThan(10_000);
    expect(large?.text.length).toBeGreaterThan(9_000);
    await until(() => Object.keys(dropped()).length > 0);
    expect(dropped()).toEqual({ 'end of a message larger than maxMessage': 1 });
  });

  it('goes past a message that the server lists and does not give', async () => {
    await serve();
    server.deliver(letter('first'));
    server.deliver(letter('second'));
    server.refuse(1);
    await start();
    await read('second');
    await until(() => Object.keys(dropped()).length > 0);
    expect(dropped()).toEqual({ 'not given by the server': 1 });
  });

  it('believes the mailbox about the arrival of a mail that was dated back', async () => {
    await serve();
    server.deliver(letter('first', 'Date: Tue, 22 Nov 2016 16:05:00 +0100'));
    await start();
    await read('first');
    expect(collecting?.mentions()[0]?.backfill).toBeUndefined();
  });

  it('logs in with an access token', async () => {
    await serve({ accessToken: 'ya29.token' });
    server.deliver(letter('first'));
    await start({ password: undefined, accessToken: 'ya29.token' });
    await read('first');
  });

  it('gives up a server that keeps the connection and says nothing', async () => {
    await serve();
    const { signal } = new AbortController();
    const there = {
      host: '127.0.0.1',
      port: server.port,
      tls: 'none',
      mailbox: 'INBOX',
      readOnly: true,
    } as const;
    const pace = { everyMs: 50, silenceMs: 50 };
    const session = await openImapSession(
      { ...there, ...pace, user: 'desk', password: PASSWORD },
      { address: 'imap://desk', user: 'desk', mailbox: 'INBOX', withToken: false, secrets: [PASSWORD] },
      signal,
    );
    server.fallSilent();
    await expect(session.waitForMail(50, systemClock, signal)).rejects.toThrow(
      'imap://desk: the server went silent; the connection is made anew',
    );
  });

  it('gives what is there and ends, when asked once', async () => {
    await serve();
    server.deliver(letter('first'));
    server.deliver(letter('second'));
    const printed: string[] = [];
    const asked = await collectOnce({
      sources: [{ name: 'desk', definition: mailbox, options: optionsOf(server.port) }],
      http: noHttp,
      feeds: { parse: () => Promise.reject(new Error('no feeds')), close: async () => {} },
      clock: systemClock,
      random: () => 0.5,
      log: pino({ level: 'silent' }),
      allowedLatenessMs: 3_600_000,
      signal: new AbortController().signal,
      print: (mentions) => void printed.push(...mentions.map(({ text }) => text)),
      progress: () => {},
      failure: () => {},
    });
    expect([asked, printed]).toEqual([{ mentions: 2, failed: 0 }, ['first', 'second']]);
  });

  it('says what is wrong with user and password, and shows neither', async () => {
    await serve();
    const { state, lastError, address } = await failed({ password: 'correct horse' });
    expect(lastError?.message).toMatch(
      /^imap:\/\/127\.0\.0\.1:\d+\/INBOX of desk: the server refuses user desk with this password \(it says: .*\): check both; many providers want an app password or an accessToken$/,
    );
    expect([state, `${lastError?.message}${address}`.includes('correct horse')]).toEqual([
      'backing-off',
      false,
    ]);
  });

  it('says that a token is refused, and does not show it', async () => {
    await serve({ accessToken: 'ya29.token' });
    const { lastError } = await failed({ password: undefined, accessToken: 'ya29.stale' });
    expect(lastError?.message).toContain('the server refuses the access token of desk');
    expect(lastError?.message).not.toMatch(/ya29|dXNlc/);
  });

  it('names the mailboxes that there are, when asked for another', async () => {
    await serve();
    const { lastError } = await failed({ mailbox: 'Presse' });
    expect(lastError?.message).toMatch(/: there is no mailbox "Presse": there are INBOX$/);
  });

  it('says that nothing listens', async () => {
    await serve();
    const { state, lastError } = await failed({ port: await freePort() });
    expect([state, lastError?.message]).toEqual([
      'unreachable',
      expect.stringMatching(/nothing listens there; check host and port$/),
    ]);
  });

  it.each([
    [
      'implicit TLS',
      { secure: true },
      /the server speaks no TLS on this port: use port 993, or secure: false/,
    ],
    [
      'STARTTLS',
      { startTls: true },
      /the server offers no STARTTLS.*: use secure: true with port 993, or startTls: false/,
    ],
  ])('does not log in without %s when it was asked for', async (_, settings, message) => {
    await serve();
    expect((await failed(settings)).lastError?.message).toMatch(message);
    expect(server.commands.filter((command) => command.startsWith('LOGIN'))).toEqual([]);
  });
});

describe('a mailbox behind TLS', () => {
  const folder = temporaryFolder();
  let authority: Authority;
  beforeAll(() => {
    authority = createAuthority();
  });
  afterAll(() => authority.dissolve());

  async function collect(
    server: ImapDouble,
    settings: object,
    isDone: (collecting: OpenCollecting) => boolean,
  ) {
    const source = { name: 'desk', definition: mailbox, options: optionsOf(server.port, settings) };
    const collecting = await openCollecting({ dataFolder: folder(), sources: [source] });
    try {
      await until(() => isDone(collecting));
      return {
        texts: collecting.mentions().map(({ text }) => text),
        error: collecting.status().lastError?.message,
      };
    } finally {
      await collecting.close();
      await server.close();
    }
  }

  it.each([
    ['from the first byte', false, { secure: true }],
    ['after STARTTLS', true, { secure: false, startTls: true }],
  ])('is read %s, with the authority named', async (_, startTls, settings) => {
    const server = await openImapDouble({ tls: authority.issue('mail'), startTls });
    server.deliver(letter('first'));
    const ca = authority.caFile;
    const { texts } = await collect(server, { ...settings, ca }, ({ mentions }) => mentions().length > 0);
    expect(texts).toEqual(['first']);
  });

  it.each([
    ['from the first byte', false, { secure: true }],
    ['after STARTTLS', true, { secure: false, startTls: true }],
  ])('gets no password %s, when its authority is not known', async (_, startTls, settings) => {
    const server = await openImapDouble({ tls: authority.issue('mail'), startTls });
    const { error } = await collect(server, settings, ({ status }) => status().lastError !== undefined);
    expect(error).toMatch(/authority that this machine does not know: name its file in the option ca/);
    expect(server.commands.filter((command) => command.startsWith('LOGIN'))).toEqual([]);
  });
});

describe('the options of a mailbox', () => {
  it.each([
    ['neither password nor token', {}],
    ['both', { password: 'a', accessToken: 'b' }],
  ])('refuse %s', (_, secrets) => {
    const { error } = mailbox.options.safeParse({ host: 'a', user: 'b', ...secrets });
    expect(error?.issues).toMatchObject([
      { path: ['password'], message: 'expected either password or accessToken' },
    ]);
  });

  it('ask for TLS, look only, and begin now, unless they say otherwise', () => {
    const options = mailbox.options.parse({
      host: 'imap.example.com',
      user: 'desk@example.com',
      password: 'a',
    });
    expect(options).toMatchObject({
      secure: true,
      startTls: true,
      markSeen: false,
      from: 'now',
      mailbox: 'INBOX',
    });
    expect(mailbox.address(options)).toBe('imaps://imap.example.com/INBOX of desk@example.com');
  });
});
