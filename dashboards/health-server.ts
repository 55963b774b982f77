import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Metrics } from './metrics';

export type HealthServerOptions = {
  readonly listen: { readonly host: string; readonly port: number };
  readonly metrics: Pick<Metrics, 'text' | 'health'>;
};

/** `/healthz` (it answers), `/readyz` (bus and state answer too) and `/metrics` of a worker that serves nothing else. Rejects when the address is taken. */
export async function startHealthServer({
  listen,
  metrics,
}: HealthServerOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ live: true }));
  app.get('/readyz', async (context) => {
    const { ready, problems } = await metrics.health();
    return context.json({ ready, problems }, ready ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.text(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Error(
          `cannot listen on ${listen.host}:${listen.port} for health and metrics: choose another with --listen`,
          { cause: error },
        ),
      ),
    );
    server.listen(listen.port, listen.host, resolve);
  });
  return {
    url: `http://${listen.host}:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
