import { z } from 'zod';
import { describeRefusal, describeUnreachable } from './install-errors';
import { OLDEST_KIBANA, type SavedObject, toNdjson } from './saved-object';

export type Kibana = {
  /** Address with its base path, without credentials. */
  readonly url: string;
  /** Id of a space; undefined: the default one. */
  readonly space?: string | undefined;
  readonly auth?: { readonly apiKey: string } | { readonly username: string; readonly password: string };
  readonly fetch: typeof fetch;
};

/** What became of one object. */
export type Outcome = { readonly type: string; readonly id: string; readonly title: string } & (
  | {
      readonly ok: true;
      /** The id that Kibana gave it, where its own is taken in another space. */
      readonly installedAs: string;
    }
  | { readonly ok: false; readonly isConflict: boolean; readonly error: string }
);

const TIMEOUT_MS = 60_000;
const FILE_NAME = 'vigie.ndjson';

const ObjectName = z.object({
  type: z.string(),
  id: z.string(),
  title: z.string().optional(),
  meta: z.object({ title: z.string().optional() }).optional(),
});
const ImportAnswer = z.object({
  success: z.boolean(),
  successCount: z.number(),
  successResults: z.array(ObjectName.extend({ destinationId: z.string().optional() })).default([]),
  errors: z.array(ObjectName.extend({ error: z.looseObject({ type: z.string() }) })).default([]),
});
type ImportAnswer = z.infer<typeof ImportAnswer>;
type ImportError = ImportAnswer['errors'][number]['error'];

/**
 * Imports objects through Kibana's saved-objects API; each is accounted for in the result. Without `overwrite`,
 * Kibana keeps what it has. Rejects when Kibana takes none: unreachable, no entry, no such space, too old.
 */
export async function installObjects(
  kibana: Kibana,
  objects: readonly SavedObject[],
  { overwrite }: { readonly overwrite: boolean },
): Promise<Outcome[]> {
  await requireVersion(kibana);
  await requireSpace(kibana);
  const form = new FormData();
  form.append('file', new Blob([toNdjson(objects)], { type: 'application/ndjson' }), FILE_NAME);
  const path = `${spacePath(kibana)}/api/saved_objects/_import?overwrite=${overwrite}`;
  const answer = await ask(kibana, path, { method: 'POST', body: form });
  if (!answer.ok) throw describeRefusal(kibana, answer.status, answer.text);
  const parsed = ImportAnswer.safeParse(answer.json);
  if (!parsed.success)
    throw new Error(`Kibana at ${kibana.url}: what it answered to the import is not what its API documents`, {
      cause: parsed.error,
    });
  return outcomes(parsed.data, objects);
}

/** The address of an object's page, for people. */
export function dashboardUrl(kibana: Pick<Kibana, 'url' | 'space'>, id: string): string {
  return `${base(kibana)}${spacePath(kibana)}/app/dashboards#/view/${encodeURIComponent(id)}`;
}

function outcomes({ successResults, errors }: ImportAnswer, objects: readonly SavedObject[]): Outcome[] {
  return objects.map(({ type, id, attributes }): Outcome => {
    const isThis = (other: { type: string; id: string }) => other.type === type && other.id === id;
    const name = { type, id, title: attributes.title };
    const done = successResults.find(isThis);
    const failed = errors.find(isThis);
    if (failed)
      return {
        ...name,
        ok: false,
        isConflict: /conflict$/.test(failed.error.type),
        error: inWords(failed.error),
      };
    // A Kibana that lists only what failed has taken the others.
    if (done || successResults.length === 0)
      return { ...name, ok: true, installedAs: done?.destinationId ?? id };
    return { ...name, ok: false, isConflict: false, error: 'Kibana did not say what became of it' };
  });
}

function inWords(error: ImportError): string {
  switch (error.type) {
    case 'conflict':
      return 'there already';
    case 'ambiguous_conflict':
      return 'several objects there could be this one; delete those that are not needed';
    case 'missing_references': {
      const missing = z.array(z.object({ type: z.string(), id: z.string() })).safeParse(error.references);
      const names = missing.success
        ? missing.data.map(({ type, id }) => `${type} ${id}`).join(', ')
        : 'something';
      return `refers to ${names}, which is not there`;
    }
    case 'unsupported_type':
      return 'Kibana knows no such type of object';
    default:
      return typeof error.message === 'string' ? error.message : error.type;
  }
}

async function requireVersion(kibana: Kibana): Promise<void> {
  const status = await ask(kibana, '/api/status', { method: 'GET' });
  if (status.status === 401) throw describeRefusal(kibana, status.status, status.text);
  const found = z.object({ version: z.object({ number: z.string() }) }).safeParse(status.json);
  // Without a log-in Kibana may keep its version to itself; the import then tells.
  if (!found.success) return;
  const { number } = found.data.version;
  if (isOlder(number, OLDEST_KIBANA))
    throw new Error(
      `Kibana at ${kibana.url} is version ${number}; the boards need ${OLDEST_KIBANA} or later: update Kibana`,
    );
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = than.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

async function requireSpace(kibana: Kibana): Promise<void> {
  const { space, url } = kibana;
  if (space === undefined) return;
  const found = await ask(kibana, `/api/spaces/space/${encodeURIComponent(space)}`, { method: 'GET' });
  if (found.status === 404)
    throw new Error(
      `Kibana at ${url} has no space "${space}": make it there (Stack Management → Spaces), or name another`,
    );
}

type Answer = {
  readonly ok: boolean;
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
};

async function ask(kibana: Kibana, path: string, request: RequestInit): Promise<Answer> {
  const address = `${base(kibana)}${path}`;
  const headers = { 'kbn-xsrf': 'true', ...authorization(kibana.auth) };
  try {
    const response = await kibana.fetch(address, {
      ...request,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, text, json: parseJson(text) };
  } catch (error) {
    throw describeUnreachable(kibana, error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function authorization(auth: Kibana['auth']): Record<string, string> {
  if (auth === undefined) return {};
  if ('apiKey' in auth) return { authorization: `ApiKey ${auth.apiKey}` };
  const credentials = Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
  return { authorization: `Basic ${credentials}` };
}

function base({ url }: Pick<Kibana, 'url'>): string {
  return url.replace(/\/+$/, '');
}

function spacePath({ space }: Pick<Kibana, 'space'>): string {
  return space === undefined ? '' : `/s/${encodeURIComponent(space)}`;
}
