import { signal } from '@preact/signals';

/** True when the server wants a password first. */
export const needsLogIn = signal(false);

/** An answer of the server that is no success; `message` is what it said. */
export class RefusedError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (response.ok) return (await response.json()) as Answer;
  throw await refusalOf(response);
}

/** What the server says of why it does not answer; it may be that it wants a password first. */
export async function refusalOf(response: Response): Promise<RefusedError> {
  const body = await response.json().catch(() => ({ error: `the server answered ${response.status}` }));
  if (response.status === 401) needsLogIn.value = true;
  return new RefusedError(response.status, String((body as { error?: unknown }).error));
}

/** Reads from the API. Absent and empty parameters are left out. */
export async function ask<Answer>(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): Promise<Answer> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return read(await fetch(`/api/${path}${query.size > 0 ? `?${query}` : ''}`));
}

/** Posts to the API as the server demands it of its own page. */
export async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return read(
    await fetch(`/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vigie-console': '1' },
      body: JSON.stringify(body),
    }),
  );
}
