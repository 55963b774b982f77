import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { Agent, fetch } from 'undici';
import { createAuthority } from './authority';
import { findJava } from './java';
import { type ElasticsearchServer, startElasticsearch } from './start-elasticsearch';

export type SecureElasticsearchServer = ElasticsearchServer & {
  /** The certificate of the authority that signed the server's: PEM text, and a file. */
  readonly ca: string;
  readonly caFile: string;
  /** A superuser. */
  readonly user: { readonly username: string; readonly password: string };
  /** Asks the server as the superuser. Throws with its answer when that is an error. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
};

const ITERATIONS = 10_000;

/** An Elasticsearch node that asks everybody who they are, on HTTPS. Needs openssl beside the others' tools. */
export async function startSecureElasticsearch(): Promise<SecureElasticsearchServer> {
  findJava(['openssl']);
  const authority = createAuthority();
  const certificate = authority.issue('elasticsearch');
  const user = { username: 'operator', password: randomBytes(12).toString('hex') };
  const dispatcher = new Agent({ connect: { ca: authority.ca } });
  const authorization = `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
  const request = (url: string, method: string, body?: unknown) =>
    fetch(url, {
      method,
      dispatcher,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  const server = await startElasticsearch({
    protocol: 'https',
    settings: {
      'xpack.security.enabled': true,
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.certificate': 'http.pem',
      'xpack.security.http.ssl.key': 'http.key',
    },
    conf: {
      'http.pem': certificate.cert,
      'http.key': certificate.key,
      users: `${user.username}:${hashPassword(user.password)}\n`,
      users_roles: `superuser:${user.username}\n`,
    },
    answers: async (url) => (await request(url, 'GET')).ok,
  });
  return {
    ...server,
    ca: authority.ca,
    caFile: authority.caFile,
    user,
    ask: async (method, path, body) => {
      const answer = await request(`${server.url}/${path}`, method, body);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
    stop: async () => {
      await server.stop();
      await dispatcher.close();
      authority.dissolve();
    },
  };
}

/** As the file realm keeps passwords; its own default, bcrypt, is not in Node. */
function hashPassword(password: string): string {
  const salt = randomBytes(32);
  const hash = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha512');
  return `{PBKDF2}${ITERATIONS}$${salt.toString('base64')}$${hash.toString('base64')}`;
}
