import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';

type Kept = { uid: number; raw: Buffer; arrived: Date; seen: boolean };
export type ImapDoubleOptions = {
  /** Key and certificate: TLS from the first byte, or after STARTTLS. */
  readonly tls?: TlsOptions;
  readonly startTls?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly accessToken?: string;
  readonly withoutIdle?: boolean;
  readonly greeting?: string;
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * An IMAP server on 127.0.0.1 with one mailbox, INBOX. It is a double, not a product: no real server installs from
 * the registry that the tests use. It speaks the part of RFC 3501 that a reader needs, over real TCP or TLS: greeting,
 * CAPABILITY, LOGIN, AUTHENTICATE, LIST, SELECT, EXAMINE, NOOP, UID SEARCH, UID FETCH with literals and partial
 * bodies, UID STORE, IDLE (RFC 2177), STARTTLS, LOGOUT. Messages get rising UIDs; `renumber` changes UIDVALIDITY.
 */
export async function openImapDouble(options: ImapDoubleOptions = {}) {
  const { tls, startTls } = options;
  const box = {
    options: { user: 'desk', password: 'secret', ...options },
    uidValidity: 7,
    uidNext: 1,
    messages: [] as Kept[],
    commands: [] as string[],
    sockets: new Set<Socket>(),
    idling: new Set<Socket>(),
    cutAt: undefined as number | undefined,
    refused: new Set<number>(),
    isSilent: false,
  };
  const serve = (socket: Socket) => {
    socket.write(`* OK ${options.greeting ?? 'double ready'}\r\n`);
    serveClient(socket, box);
  };
  const server = tls && !startTls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** What clients asked, without tags, in order. */
    commands: box.commands,
    isIdling: () => box.idling.size > 0,
    seen: () => box.messages.filter(({ seen }) => seen).map(({ uid }) => uid),
    deliver: (raw: string | Buffer, arrived = new Date()) => {
      box.messages.push({ uid: box.uidNext++, raw: Buffer.from(raw as string), arrived, seen: false });
      for (const socket of box.idling) socket.write(`* ${box.messages.length} EXISTS\r\n`);
    },
    /** Cuts the connection after so many bytes of the next body. */
    cutNextBodyAt: (bytes: number) => {
      box.cutAt = bytes;
    },
    cutAll: () => {
      for (const socket of box.sockets) socket.destroy();
    },
    /** Says nothing any more, and keeps its connections. */
    fallSilent: () => {
      box.isSilent = true;
    },
    refuse: (uid: number) => void box.refused.add(uid),
    renumber: () => {
      box.uidValidity += 1;
      box.uidNext = 101;
      for (const message of box.messages) message.uid = box.uidNext++;
      for (const socket of box.sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of box.sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
export type ImapDouble = Awaited<ReturnType<typeof openImapDouble>>;

type Box = {
  options: ImapDoubleOptions;
  uidValidity: number;
  uidNext: number;
  messages: Kept[];
  commands: string[];
  sockets: Set<Socket>;
  idling: Set<Socket>;
  cutAt: number | undefined;
  refused: Set<number>;
  isSilent: boolean;
};

function serveClient(socket: Socket, box: Box): void {
  box.sockets.add(socket);
  socket.on('error', () => {});
  socket.on('close', () => {
    box.sockets.delete(socket);
    box.idling.delete(socket);
  });
  let waiting = '';
  let idleTag = '';
  socket.on('data', (part) => {
    if (box.isSilent) return;
    waiting += part.toString('latin1');
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      if (line === 'DONE') {
        box.idling.delete(socket);
        socket.write(`${idleTag} OK idle over\r\n`);
        continue;
      }
      const [, tag = '', text = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
      box.commands.push(text);
      if (/^IDLE$/i.test(text)) {
        idleTag = tag;
        box.idling.add(socket);
        socket.write('+ idling\r\n');
      } else if (/^STARTTLS$/i.test(text) && box.options.startTls) {
        socket.removeAllListeners('data');
        socket.write(`${tag} OK begin\r\n`);
        return serveClient(new TLSSocket(socket, { isServer: true, ...box.options.tls }), box);
      } else answer(socket, tag, text, box);
    }
  });
}

function answer(socket: Socket, tag: string, text: string, box: Box): void {
  const [command = '', ...rest] = text.split(' ');
  const args = rest.join(' ');
  if (/^UID$/i.test(command)) answerUid(socket, tag, args, box);
  else socket.write(`${linesOf(command.toUpperCase(), tag, args, box).join('\r\n')}\r\n`);
  if (/^LOGOUT$/i.test(command)) socket.end();
}

function linesOf(command: string, tag: string, args: string, box: Box): string[] {
  switch (command) {
    case 'CAPABILITY':
      return [`* CAPABILITY ${capabilities(box)}`, `${tag} OK done`];
    case 'LOGIN':
    case 'AUTHENTICATE':
      return [isLetIn(args, box) ? `${tag} OK welcome` : `${tag} NO [AUTHENTICATIONFAILED] not with ${args}`];
    case 'LIST':
      return [`* LIST (\\HasNoChildren) "/" ${args.endsWith('"" ""') ? '""' : '"INBOX"'}`, `${tag} OK done`];
    case 'SELECT':
    case 'EXAMINE':
      if (!/^"?INBOX"?/i.test(args)) return [`${tag} NO [NONEXISTENT] no such mailbox`];
      return [...selected(box), `${tag} OK [READ-ONLY] open`];
    case 'NOOP':
      return [`* ${box.messages.length} EXISTS`, `${tag} OK done`];
    case 'LOGOUT':
      return ['* BYE', `${tag} OK bye`];
    default:
      return [`${tag} BAD unknown command`];
  }
}

function capabilities({ options }: Box): string {
  const { withoutIdle, accessToken, startTls } = options;
  return `IMAP4rev1${withoutIdle ? '' : ' IDLE'}${startTls ? ' STARTTLS' : ''}${accessToken ? ' AUTH=XOAUTH2 SASL-IR' : ''}`;
}

function isLetIn(args: string, { options }: Box): boolean {
  const { user = '', password = '', accessToken } = options;
  const said = args.startsWith('XOAUTH2') ? Buffer.from(args.split(' ')[1] ?? '', 'base64').toString() : args;
  if (accessToken) return said.includes(`user=${user}\u0001`) && said.includes(`Bearer ${accessToken}\u0001`);
  return said.replaceAll('"', '') === `${user} ${password}`;
}

function selected({ messages, uidValidity, uidNext }: Box): string[] {
  return [
    '* FLAGS (\\Seen)',
    `* ${messages.length} EXISTS`,
    '* 0 RECENT',
    `* OK [UIDVALIDITY ${uidValidity}] valid`,
    `* OK [UIDNEXT ${uidNext}] next`,
  ];
}

function answerUid(socket: Socket, tag: string, args: string, box: Box): void {
  const [command = '', set = '', ...rest] = args.split(' ');
  if (command.toUpperCase() === 'SEARCH') {
    const found = box.messages.filter((message) => isWanted(message, [set, ...rest], box));
    socket.write(
      `* ${box.messages.length} EXISTS\r\n* SEARCH${found.map(({ uid }) => ` ${uid}`).join('')}\r\n${tag} OK done\r\n`,
    );
    return;
  }
  const uids = set.split(',').map(Number);
  const chosen = box.messages.filter(({ uid }) => uids.includes(uid));
  if (command.toUpperCase() === 'STORE') {
    for (const message of chosen) message.seen = true;
    socket.write(`${tag} OK done\r\n`);
    return;
  }
  if (chosen.some(({ uid }) => box.refused.has(uid))) {
    socket.write(`${tag} NO not that one\r\n`);
    return;
  }
  for (const message of chosen) {
    const body = bodyOf(message, rest.join(' '));
    if (box.cutAt !== undefined) {
      socket.write(body.subarray(0, box.cutAt), () => socket.destroy());
      box.cutAt = undefined;
      return;
    }
    socket.write(
      Buffer.concat([
        Buffer.from(`* ${box.messages.indexOf(message) + 1} FETCH `),
        body,
        Buffer.from('\r\n'),
      ]),
    );
  }
  socket.write(`${tag} OK done\r\n`);
}

function bodyOf({ uid, raw, arrived }: Kept, query: string): Buffer {
  const [, start = '0', length] = /<(\d+)(?:\.(\d+))?>/.exec(query) ?? [];
  const part = raw.subarray(Number(start), length === undefined ? undefined : Number(start) + Number(length));
  const mark = length === undefined ? '' : `<${start}>`;
  const head = `(UID ${uid} RFC822.SIZE ${raw.length} INTERNALDATE "${imapDate(arrived)} ${arrived.toISOString().slice(11, 19)} +0000"`;
  return Buffer.concat([Buffer.from(`${head} BODY[]${mark} {${part.length}}\r\n`), part, Buffer.from(')')]);
}

function isWanted(
  { uid, arrived }: Kept,
  [key = '', value = '']: readonly string[],
  { messages }: Box,
): boolean {
  if (/^SINCE$/i.test(key))
    return (
      arrived.toISOString().slice(0, 10) >=
      new Date(`${value.replaceAll('"', '')} UTC`).toISOString().slice(0, 10)
    );
  const first = Number(/^(\d+):\*$/.exec(/^UID$/i.test(key) ? value : key)?.[1] ?? '1');
  const last = messages.at(-1)?.uid ?? 0;
  // RFC 3501: "7:*" holds the last message always.
  return uid >= first || uid === last;
}

function imapDate(date: Date): string {
  return `${String(date.getUTCDate()).padStart(2, '0')}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
}
