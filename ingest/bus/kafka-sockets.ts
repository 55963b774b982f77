import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/** The connections of one client. */
export type KafkaSockets = {
  /** Makes them as the client itself would. */
  readonly create: ISocketFactory;
  /** Breaks what is still connected. */
  readonly destroyAll: () => void;
};

const KEEP_ALIVE_AFTER_MS = 60_000;

/**
 * kafkajs 2.2.4 can lose a connection that it makes while a broker goes away or comes back: it is connected, belongs
 * to nobody, and keeps the process from ending. So we know them all.
 */
export function createKafkaSockets(): KafkaSockets {
  const sockets = new Set<Socket>();
  return {
    create: ({ host, port, ssl, onConnect }) => {
      const name = isIP(host) ? {} : { servername: host };
      const socket = ssl
        ? connectTls({ host, port, ...name, ...ssl }, onConnect)
        : connect({ host, port }, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
    destroyAll: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
