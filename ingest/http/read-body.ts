import type { IncomingMessage } from 'node:http';

/** The request's body, or `undefined` when it is longer than `maxBytes`; the rest is then left unread. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= maxBytes) return;
      request.pause();
      resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', reject);
    request.on('close', () =>
      reject(new Error('the client closed the connection before its request was complete')),
    );
  });
}
