import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export type KibanaDouble = {
  readonly url: string;
  /** type:id of what a space holds. */
  readonly held: (space?: string) => string[];
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly version?: string;
  readonly spaces?: readonly string[];
  /** The `authorization` header that is let in; undefined: anybody. */
  readonly authorization?: string;
  readonly basePath?: string;
  /** Answers every import with this instead. */
  readonly refuse?: { readonly status: number; readonly message: string };
  /** The largest type version that it knows; default those of 8.19. */
  readonly known?: Readonly<Record<string, string>>;
};

/** As Kibana 8.19 knows them. */
const KNOWN = { 'index-pattern': '10.1.0', search: '10.5.0', visualization: '8.5.0', dashboard: '10.3.0' };
/** Kibana validates attributes strictly: these are all that each type may have. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'index-pattern': [
    ...['title', 'name', 'timeFieldName', 'fields', 'sourceFilters', 'typeMeta', 'type', 'allowHidden'],
    ...['allowNoIndex', 'fieldAttrs', 'fieldFormatMap', 'runtimeFieldMap'],
  ],
  search: [
    ...[
      'title',
      'description',
      'columns',
      'sort',
      'grid',
      'hideChart',
      'isTextBasedQuery',
      'version',
      'hits',
    ],
    'kibanaSavedObjectMeta',
  ],
  visualization: [
    ...['title', 'description', 'version', 'visState', 'uiStateJSON', 'kibanaSavedObjectMeta'],
    'savedSearchRefName',
  ],
  dashboard: [
    ...['title', 'description', 'version', 'hits', 'timeRestore', 'timeFrom', 'timeTo', 'refreshInterval'],
    ...['controlGroupInput', 'optionsJSON', 'panelsJSON', 'kibanaSavedObjectMeta'],
  ],
};

const Line = z.strictObject({
  type: z.string(),
  id: z.string().min(1),
  attributes: z.looseObject({ title: z.string() }),
  references: z.array(z.strictObject({ name: z.string(), type: z.string(), id: z.string() })),
  coreMigrationVersion: z.string(),
  typeMigrationVersion: z.string(),
  managed: z.boolean(),
});
type Line = z.infer<typeof Line>;
type Answer = { readonly status: number; readonly body: unknown };

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
};
const refusal = (status: number, message: string): Answer => ({
  status,
  body: { statusCode: status, error: REASONS[status] ?? 'Error', message },
});

/** An HTTP server that asks of an import what Kibana's API documents, and answers as it does. */
export async function startKibana(options: Options = {}): Promise<KibanaDouble> {
  const { spaces = ['default'], basePath = '', version = '8.19.8' } = options;
  const held = new Map(spaces.map((space) => [space, new Set<string>()]));
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const body = await read(request);
    if (!request.url?.startsWith(basePath)) return refusal(404, 'Not Found');
    const url = new URL(request.url.slice(basePath.length), 'http://kibana');
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization)
      return refusal(401, 'Unable to authenticate user');
    if (request.method === 'GET' && url.pathname === '/api/status')
      return { status: 200, body: { version: { number: version } } };
    const named = /^\/api\/spaces\/space\/(.+)$/.exec(url.pathname)?.[1];
    if (request.method === 'GET' && named !== undefined)
      return held.has(named) ? { status: 200, body: { id: named } } : refusal(404, 'Not Found');
    const [, space = 'default'] = /^(?:\/s\/([^/]+))?\/api\/saved_objects\/_import$/.exec(url.pathname) ?? [
      '',
      '?',
    ];
    const there = held.get(space);
    if (request.method !== 'POST' || !there) return refusal(404, 'Not Found');
    if (!request.headers['kbn-xsrf']) return refusal(400, 'Request must contain a kbn-xsrf header.');
    if (options.refuse) return refusal(options.refuse.status, options.refuse.message);
    const elsewhere = new Set([...held].flatMap(([name, ids]) => (name === space ? [] : [...ids])));
    return takeFile(await formOf(request, body), url.searchParams.get('overwrite') === 'true', {
      there,
      elsewhere,
      known: options.known ?? KNOWN,
    });
  };
  const server = createServer((request, response) => {
    void answer(request)
      .catch((error) => refusal(400, String(error)))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`,
    held: (space = 'default') => [...(held.get(space) ?? [])],
    stop: () => close(server),
  };
}

type Shelf = {
  readonly there: Set<string>;
  readonly elsewhere: ReadonlySet<string>;
  readonly known: Readonly<Record<string, string>>;
};

async function takeFile(form: FormData, overwrite: boolean, shelf: Shelf): Promise<Answer> {
  const file = form.get('file');
  if (!(file instanceof File)) return refusal(400, '[request body.file]: expected value of type [Stream]');
  if (!file.name.endsWith('.ndjson')) return refusal(400, `Invalid file extension ${file.name}`);
  const text = await file.text();
  if (!text.endsWith('\n')) return refusal(400, 'the last line is not whole');
  const lines = text.trimEnd().split('\n');
  const objects = lines.map((line) => Line.parse(JSON.parse(line)));
  const newer = objects.find(({ type, typeMigrationVersion: own }) => isNewer(own, shelf.known[type] ?? own));
  if (newer)
    return refusal(
      422,
      `Document "${newer.id}" belongs to a more recent version of Kibana [${newer.typeMigrationVersion}] when the last known version is [${shelf.known[newer.type]}].`,
    );
  const names = new Set([...shelf.there, ...objects.map(nameOf)]);
  const results = objects.map((object) => ({ object, error: errorOf(object, { overwrite, names, shelf }) }));
  const taken = results.filter(({ error }) => !error).map(({ object }) => object);
  for (const object of taken) shelf.there.add(nameOf(object));
  const told = ({ type, id, attributes }: Line) => ({
    type,
    id,
    meta: { title: attributes.title, icon: 'x' },
  });
  const errors = results.flatMap(({ object, error }) => (error ? [{ ...told(object), error }] : []));
  return {
    status: 200,
    body: {
      success: errors.length === 0,
      successCount: taken.length,
      successResults: taken.map((object) => ({
        ...told(object),
        managed: false,
        ...(shelf.elsewhere.has(nameOf(object)) && { destinationId: `other-${object.id}` }),
      })),
      ...(errors.length > 0 && { errors }),
      warnings: [],
    },
  };
}

type Surroundings = {
  readonly overwrite: boolean;
  readonly names: ReadonlySet<string>;
  readonly shelf: Shelf;
};

function errorOf(object: Line, { overwrite, names, shelf }: Surroundings): { type: string } | undefined {
  const allowed = ATTRIBUTES[object.type];
  if (!allowed) return { type: 'unsupported_type' };
  const strange = Object.keys(object.attributes).filter((name) => !allowed.includes(name));
  if (strange.length > 0) throw new Error(`[attributes.${strange[0]}]: definition for this key is missing`);
  const references = object.references.filter((reference) => !names.has(nameOf(reference)));
  if (references.length > 0) return { type: 'missing_references', ...{ references } };
  return shelf.there.has(nameOf(object)) && !overwrite ? { type: 'conflict' } : undefined;
}

const nameOf = ({ type, id }: { type: string; id: string }) => `${type}:${id}`;

function isNewer(version: string, than: string): boolean {
  const parts = (text: string) => text.split('.').map(Number);
  const [own, known] = [parts(version), parts(than)];
  const at = own.findIndex((part, index) => part !== known[index]);
  return at >= 0 && (own[at] ?? 0) > (known[at] ?? 0);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function formOf(request: IncomingMessage, body: Buffer): Promise<FormData> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(body), { headers }).formData();
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
