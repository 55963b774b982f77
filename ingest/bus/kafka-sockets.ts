import { readFileSync } from 'node:fs';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { readAuthority } from '../read-authority';
import { tlsTrouble } from '../tls-trouble';

/** Paths of PEM files. Without `ca` the system's authorities are trusted. */
export type KafkaTls = { readonly ca?: string; readonly cert?: string; readonly key?: string };

/** The connections of a client, and which brokers will not have us. */
export type KafkaSockets = {
  readonly open: ISocketFactory;
  /** Where to connect first. Until the bus is open, brokers that refused us are left out: none left ends the tries. */
  readonly brokers: () => string[];
  /** Why all brokers refused us for good; undefined while one may let us in. */
  readonly refusal: () => Error | undefined;
  /** From now on a refusal is waited out like any other failure: certificates can be renewed. */
  readonly settle: () => void;
  /**
   * Breaks what is still connected. kafkajs 2.2.4 can lose a connection that it makes while a broker goes away or comes
   * back: it belongs to nobody, and keeps the process from ending.
   */
  readonly destroyAll: () => void;
};

const KEEP_ALIVE_MS = 60_000;
const TLS_ALERT = 0x15;
const TLS_MAJOR_VERSION = 0x03;

export const SPEAKS_TLS = 'the broker answers plain text with TLS';

/** Throws when a file of `tls` cannot be used. */
export function createKafkaSockets(options: {
  readonly brokers: readonly string[];
  readonly tls?: KafkaTls;
}): KafkaSockets {
  const secureContext = options.tls && secureContextOf(options.tls);
  const refusals = new Map<string, Error>();
  const sockets = new Set<Socket>();
  let isSettled = false;
  const brokers = () => options.brokers.filter((broker) => isSettled || !refusals.has(broker));
  return {
    brokers,
    refusal: () => (brokers().length === 0 ? [...refusals.values()].at(-1) : undefined),
    open: ({ host, port, onConnect }) => {
      const socket = secureContext
        ? connectTls({ host, port, secureContext, ...(isIP(host) ? {} : { servername: host }) }, onConnect)
        : failOnTls(connectPlain({ host, port }, onConnect));
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // Before the client hears of it, which then asks where else to connect.
      socket.on('error', (error) => {
        if (error.message === SPEAKS_TLS || tlsTrouble(error.message)) refusals.set(`${host}:${port}`, error);
      });
      return socket;
    },
    settle: () => {
      isSettled = true;
    },
    destroyAll: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function secureContextOf({ ca, cert, key }: KafkaTls): SecureContext {
  if ((cert === undefined) !== (key === undefined))
    throw new Error('bus.tls: cert and key go together, both or none');
  const authority = ca === undefined ? {} : { ca: readAuthority(ca, 'bus.tls.ca') };
  if (cert === undefined || key === undefined) return createSecureContext(authority);
  const own = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  try {
    return createSecureContext({ ...authority, ...own });
  } catch (cause) {
    throw new Error(
      `bus.tls: ${cert} and ${key} are no certificate and its key (PEM, key without a password)`,
      { cause },
    );
  }
}

/** A port for TLS answers plain text with an alert; the client would wait for more, and then try again. */
function failOnTls(socket: Socket): Socket {
  socket.once('data', ([type, version]) => {
    if (type === TLS_ALERT && version === TLS_MAJOR_VERSION) socket.destroy(new Error(SPEAKS_TLS));
  });
  return socket;
}
