import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Brand } from '#enrich/brand';
import { registrationsOf } from '#enrich/press-release/registrations-of';
import { readVerifiable } from '#enrich/press-release/verifiable';
import { verify } from '#enrich/press-release/verify';
import { systemClock } from '#ingest/clock';
import { createRegistrationLookup } from '#ingest/domain-registration';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';

const BRAND = Brand.parse({ id: 'acme', name: 'Acme', names: ['Acme'], officialDomains: ['acme.com'] });
const REGISTERED = Date.parse('2026-03-01T00:00:00Z');

describe('the registers, asked by RDAP', () => {
  let server: Server;
  let asked: string[] = [];
  let answer: { status: number; body: string };
  beforeEach(async () => {
    asked = [];
    answer = {
      status: 200,
      body: JSON.stringify({
        events: [
          { eventAction: 'last changed', eventDate: '2026-03-05T00:00:00Z' },
          { eventAction: 'registration', eventDate: '2026-03-01T00:00:00Z' },
        ],
      }),
    };
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const lookup = () => {
    const clock = systemClock;
    const { port } = server.address() as AddressInfo;
    return createRegistrationLookup({
      http: createPoliteHttpClient({ clock }),
      clock,
      base: `http://127.0.0.1:${port}/domain/`,
      allowPrivateNetwork: true,
    });
  };

  it('say when a domain was registered, and are asked once', async () => {
    const { registeredAt } = lookup();
    expect([await registeredAt('acme.group'), await registeredAt('acme.group')]).toEqual([
      REGISTERED,
      REGISTERED,
    ]);
    expect(asked).toEqual(['/domain/acme.group']);
  });

  it.each([
    ['an error', { status: 500, body: '{}' }],
    ['no JSON', { status: 200, body: '<html>' }],
    ['no event', { status: 200, body: '{"events":[]}' }],
    ['another shape', { status: 200, body: '{"events":"none"}' }],
  ])('know nothing where they answer with %s', async (_, broken) => {
    answer = broken;
    expect(await lookup().registeredAt('acme.group')).toBeUndefined();
  });

  it('are not asked for the brand’s own domains, and make a young domain speak against a release', async () => {
    const verifiable = readVerifiable(
      {
        title: 'Acme announces the departure of its chief executive',
        text: 'Acme announces that its chief executive was dismissed. About Acme: see acme.com. Press contact: press@acme.group',
        sender: 'press@acme.group',
        time: '2026-03-16T10:00:00Z',
      },
      0,
    );
    const registrations = await registrationsOf(BRAND, verifiable, lookup());
    expect(asked).toEqual(['/domain/acme.group']);
    const { signals } = await verify(BRAND, verifiable, registrations);
    expect(signals.find(({ name }) => name === 'domain-age')).toMatchObject({
      weight: 1.2,
      evidence: 'acme.group, registered 2026-03-01',
      explanation: 'acme.group was registered 15 days before.',
    });
  });
});
