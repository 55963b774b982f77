import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';

type Request = { readonly id: number; readonly method: string; readonly argument: unknown };
type Answer = {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { name: string; message: string; retriable?: boolean };
};

/** A worker thread that answers calls. A call rejects when the thread dies, and `died` is told once. */
export type Thread = {
  readonly call: <Result>(method: string, argument: unknown) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** The folder that holds `package.json`, found from wherever this code was built to. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  return folder;
}

/**
 * Starts `dist/threads/<name>.js`, built from the entry of that name in `scripts/build.mjs`. Node 20 runs no
 * TypeScript, so tests use the built thread too (`npm test` builds first).
 */
export function startThread(
  name: string,
  options: { workerData?: unknown; resourceLimits?: ResourceLimits; onExit?: (error: Error) => void } = {},
): Thread {
  const worker = new Worker(join(packageRoot(), 'dist', 'threads', `${name}.js`), {
    workerData: options.workerData,
    resourceLimits: options.resourceLimits,
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  let gone: Error | undefined;
  const end = (error: Error) => {
    if (gone) return false;
    gone = error;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
    return true;
  };
  const fail = (error: Error) => {
    if (end(error)) options.onExit?.(error);
  };
  worker.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    if (!call) return;
    waiting.delete(answer.id);
    if (answer.error) call.reject(Object.assign(new Error(answer.error.message), answer.error));
    else call.resolve(answer.result as never);
  });
  worker.on('error', (error) => fail(new Error(`thread ${name} failed: ${error.message}`, { cause: error })));
  worker.on('exit', (code) => fail(new Error(`thread ${name} ended (exit ${code})`)));
  return {
    call: (method, argument) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(gone);
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, method, argument } satisfies Request);
      }),
    close: async () => {
      end(new Error(`thread ${name} is closed`));
      await worker.terminate();
    },
  };
}

/** Inside a thread: answers each call by the method of that name. */
export function serveThread(methods: Readonly<Record<string, (argument: never) => unknown>>): void {
  const port = parentPort;
  if (!port) throw new Error('serveThread is for worker threads');
  port.on('message', async ({ id, method, argument }: Request) => {
    try {
      const handler = methods[method];
      if (!handler) throw new Error(`no method ${method}`);
      port.postMessage({ id, result: await handler(argument as never) } satisfies Answer);
    } catch (error) {
      const { name, message, retriable } = error as Error & { retriable?: boolean };
      port.postMessage({ id, error: { name, message, retriable } } satisfies Answer);
    }
  });
}
