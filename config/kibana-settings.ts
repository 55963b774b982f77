import { z } from 'zod';
import { Secret } from './fields/secret';

/** Where `vigie dashboards install` puts the boards. */
export const KibanaSettings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'expected an address such as "https://kibana.example.com:5601"' })
      .default('http://127.0.0.1:5601')
      .describe('address of Kibana, with its base path where it has one'),
    space: z
      .string()
      .regex(/^[a-z0-9_-]+$/, 'expected the id of a space: lower-case letters, digits, hyphens, underscores')
      .optional()
      .describe('id of the space that gets the boards; default: the default space'),
    apiKey: Secret.optional().describe('API key, as Elasticsearch gives it in "encoded"'),
    username: z.string().min(1).optional().describe('user name, together with password'),
    password: Secret.optional().describe('password of username'),
  })
  .refine(({ username, password }) => (username === undefined) === (password === undefined), {
    path: ['username'],
    error: 'username and password go together: set both, or apiKey, or neither',
  })
  .refine(({ apiKey, username }) => apiKey === undefined || username === undefined, {
    path: ['apiKey'],
    error: 'set either apiKey, or username and password',
  });
