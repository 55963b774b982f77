import { z } from 'zod';
import type { ElasticsearchConnection } from '#ingest/elasticsearch-client';
import { readAuthority } from '#ingest/read-authority';
import { Duration } from './fields/duration';
import { FilePath } from './fields/file-path';
import { Secret } from './fields/secret';

const Node = z
  .url({ protocol: /^https?$/, error: 'expected an address such as "https://search.example.com:9200"' })
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', {
    error: 'holds a user name: write it to username and password, so that it stays out of logs',
  });

/** The store in an Elasticsearch cluster, as `vigie.yaml` describes it. */
export const ElasticsearchSettings = z
  .strictObject({
    kind: z.literal('elasticsearch').describe('an Elasticsearch cluster, 8 or 9; one index a month'),
    node: z
      .union([Node, z.array(Node).min(1)])
      .describe('address of the cluster, or of several of its nodes'),
    apiKey: Secret.optional().describe('API key, in the encoded form that Elasticsearch shows'),
    username: z.string().min(1).optional().describe('who signs in, where there is no API key'),
    password: Secret.optional().describe('password of username'),
    ca: FilePath.optional().describe(
      'file with the certificate of the authority that signed the server (PEM), where it is your own',
    ),
    indexPrefix: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'expected lower-case letters, digits, hyphens and points')
      .default('vigie')
      .describe('start of the names of all indices; another one keeps another installation apart'),
    retention: Duration.prefault('365d').describe('how long mentions are kept'),
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), {
    path: ['username'],
    error: 'username and password go together',
  })
  .refine(({ apiKey, username }) => apiKey === undefined || username === undefined, {
    path: ['apiKey'],
    error: 'either an API key, or username and password',
  })
  .describe('an Elasticsearch cluster, 8 or 9; one index a month');
export type ElasticsearchSettings = z.output<typeof ElasticsearchSettings>;

/** Where the cluster is and how to sign in. Throws when `ca` holds no certificate. */
export function elasticsearchConnection(settings: ElasticsearchSettings): ElasticsearchConnection {
  const { node, apiKey, username, password, ca } = settings;
  const basic = username !== undefined && password && { username, password: password.reveal() };
  const auth = apiKey ? { apiKey: apiKey.reveal() } : basic || undefined;
  return {
    nodes: [node].flat(),
    ...(auth && { auth }),
    ...(ca !== undefined && { ca: readAuthority(ca, 'store.ca') }),
  };
}
