import pino from 'pino';
import type { BrandMention } from '#enrich/brand-mention';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { MAPPING_VERSION } from '#enrich/store/elasticsearch-mapping';
import type { Store } from '#enrich/store/store';
import { isRetriable } from '#ingest/bus/bus';
import { type Clock, systemClock } from '#ingest/clock';
import { mentionOf } from '../contract/naive-store';
import { describeStore } from '../contract/store-contract';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';

const log = pino({ level: 'silent' });
const url = process.env.ELASTICSEARCH_URL ?? '';
let opened = 0;
const uniquePrefix = () => `test-${process.pid}-${Date.now().toString(36)}-${opened++}`;

const open = (indexPrefix: string, now = systemClock.now, node = url) => {
  // Pauses between tries are real but short.
  const clock: Clock = { now, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };
  return openElasticsearchStore({ connection: { nodes: [node] }, indexPrefix, clock, log });
};

/** Asks the server itself. */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return response.json();
}

afterAll(async () => {
  await ask('DELETE', `_index_template/test-${process.pid}-*`);
  const { length } = (await ask('GET', `_cat/indices/test-${process.pid}-*?format=json`)) as unknown[];
  const names = (await ask('GET', `_cat/indices/test-${process.pid}-*?format=json&h=index`)) as {
    index: string;
  }[];
  for (let from = 0; from < length; from += 50)
    await ask(
      'DELETE',
      names
        .slice(from, from + 50)
        .map(({ index }) => index)
        .join(','),
    );
});

describeStore('Elasticsearch', (now) => open(uniquePrefix(), now));

const failure = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};
const idsOf = (mentions: readonly BrandMention[]) => mentions.map(({ id }) => id).sort();

describe('Elasticsearch store alone', () => {
  let prefix: string;
  let store: Store;
  beforeEach(async () => {
    prefix = uniquePrefix();
    store = await open(prefix);
  });
  afterEach(() => store.close());

  it('lets another process find at once what one has saved', async () => {
    const other = await open(prefix);
    for (let round = 0; round < 20; round++) {
      await store.save([mentionOf({ id: `m${round}`, text: `word${round}` })]);
      expect((await other.search({ text: `word${round}` })).total).toBe(1);
    }
    await other.close();
  });

  it('keeps one record of a mention whose time moves to another month, whoever saves it', async () => {
    const at = (publishedAt: string) => mentionOf({ id: 'a', publishedAt: `${publishedAt}.000Z` });
    await store.save([at('2016-10-31T23:59:59')]);
    await store.save([at('2016-11-01T00:00:01'), mentionOf({ id: 'b' })]);
    expect((await store.search({})).mentions).toEqual([mentionOf({ id: 'b' }), at('2016-11-01T00:00:01')]);
    const other = await open(prefix);
    await other.save([at('2016-12-01T00:00:01')]);
    expect((await store.search({ order: 'oldest' })).mentions).toEqual([
      mentionOf({ id: 'b' }),
      at('2016-12-01T00:00:01'),
    ]);
    await other.close();
  });

  it('finds mentions of all months and decades, in order and page by page', async () => {
    const years = [1970, 1999, 2009, 2010, 2016, 2025];
    const mentions = years.flatMap((year) =>
      ['01', '07'].map((month) =>
        mentionOf({ id: `${year}-${month}`, publishedAt: `${year}-${month}-15T12:00:00.000Z` }),
      ),
    );
    await store.save([...mentions].reverse());
    const seen: BrandMention[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after; isFirst = false) {
      const page = await store.search({ order: 'oldest', limit: 5, after });
      seen.push(...page.mentions);
      after = page.next;
    }
    expect(seen).toEqual(mentions);
    expect(await store.extent({})).toEqual({
      count: 12,
      oldest: Date.parse('1970-01-15T12:00:00.000Z'),
      newest: Date.parse('2025-07-15T12:00:00.000Z'),
    });
    const indices = (await ask('GET', `_cat/indices/${prefix}-*?format=json`)) as { index: string }[];
    expect(indices.length).toBe(7);
  });

  it('drops months that retention has emptied, and loses nothing that is saved into them meanwhile', async () => {
    let now = 1_000;
    const expiring = await open(prefix, () => now);
    const months = ['01', '02', '03', '04', '05', '06'];
    const of = (name: string) =>
      months.map((month) =>
        mentionOf({ id: `${name}-${month}`, publishedAt: `2015-${month}-15T12:00:00.000Z` }),
      );
    await expiring.save(of('old'));
    now = 2_000;
    const saving = (async () => {
      for (let round = 0; round < 10; round++) {
        await expiring.save(of(`new${round}`).slice(0, 3));
        await systemClock.sleep(20);
      }
    })();
    const other = await open(prefix, () => now);
    const [one, two] = await Promise.all([
      expiring.deleteStoredBefore(2_000),
      other.deleteStoredBefore(2_000),
    ]);
    expect(one + two).toBe(6);
    await saving;
    await other.close();
    expect((await expiring.extent({})).count).toBe(30);
    await expiring.deleteStoredBefore(2_000);
    const indices = (await ask('GET', `_cat/indices/${prefix}-mentions-*?format=json`)) as {
      index: string;
    }[];
    expect(indices.map(({ index }) => index.slice(-7)).sort()).toEqual(['2015.01', '2015.02', '2015.03']);
    await ask('PUT', `${prefix}-mentions-2015.01/_block/write`);
    await expiring.deleteStoredBefore(2_000);
    await expiring.save(of('again').slice(0, 1));
    await expiring.close();
  });

  it('saves all but what the index does not take, and says which that is', async () => {
    const broken = { ...mentionOf({ id: 'broken' }), unheardOf: 1 };
    const wrong = { ...mentionOf({ id: 'wrong' }), publishedAt: 'yesterday' };
    const endless = mentionOf({ id: 'x'.repeat(600) });
    const error = await failure(store.save([mentionOf({ id: 'a' }), broken, wrong, mentionOf({ id: 'b' })]));
    expect(isRetriable(error)).toBe(false);
    expect(error.message).toMatch(/2 mentions cannot be saved.*broken:.*wrong:/);
    const tooLong = await failure(store.save([endless, mentionOf({ id: 'c' })]));
    expect([isRetriable(tooLong), tooLong.message]).toEqual([
      false,
      expect.stringContaining('longer than 512 bytes'),
    ]);
    expect(idsOf((await store.search({})).mentions)).toEqual(['a', 'b', 'c']);
  });

  it('keeps what is longer than an indexed term can be', async () => {
    const long = 'x'.repeat(40_000);
    const mention = mentionOf({ id: 'a', url: long, text: `${long} fraud`, outlet: long, hashtags: [long] });
    await store.save([mention]);
    expect((await store.search({ text: 'fraud' })).mentions).toEqual([mention]);
    expect((await store.search({ text: long })).total).toBe(1);
  });

  it('finds other forms of a word, without accents, in the fields for people who search by hand', async () => {
    const texts = {
      fr: "La révision des comptes annuels de l'été",
      en: 'Auditors were revising the annual accounts',
      de: 'Die Geschäftsführung prüft die Abschlüsse',
      es: 'Las acciones caían según los inversores',
      it: 'Le società quotate perdono',
      pt: 'As ações caíram após as notícias',
    };
    await store.save(
      Object.entries(texts).map(([language, text]) => mentionOf({ id: language, language, text })),
    );
    await store.extent({});
    const sought = {
      fr: 'revisions',
      en: 'account',
      de: 'abschlusse',
      es: 'accion',
      it: 'societa',
      pt: 'noticia',
    };
    for (const [language, word] of Object.entries(sought)) {
      const query = { query: { match: { [`stemmed.${language}`]: word } }, _source: false };
      const { hits } = (await ask('POST', `${prefix}-mentions-*/_search`, query)) as {
        hits: { hits: { _id: string }[] };
      };
      expect([word, hits.hits.map(({ _id }) => _id)]).toEqual([word, [language]]);
    }
  });

  it('does not open what a newer program has made, and brings up to date what an older one has', async () => {
    const name = `${prefix}-mentions`;
    const template = (version: number) => ({
      index_patterns: [`${name}-*`],
      priority: 200,
      version,
      template: { mappings: { dynamic: 'strict', properties: { id: { type: 'keyword' } } } },
    });
    await ask('PUT', `_index_template/${name}`, { ...template(0), template: await oldTemplate(name) });
    await ask('PUT', `${name}-2016.11`);
    const again = await open(prefix);
    await again.save([mentionOf({ id: 'a', voice: 'public' })]);
    expect(await again.topTerms({}, 'voice', 1)).toMatchObject([{ term: 'public', count: 1 }]);
    await again.close();
    await ask('PUT', `_index_template/${name}`, template(99));
    const error = await failure(open(prefix));
    expect(error.message).toContain(
      `the mapping of "${name}" has version 99, this program knows ${MAPPING_VERSION}`,
    );
  });

  /** The template without one field, as an older program would have written it. */
  async function oldTemplate(name: string): Promise<unknown> {
    const { index_templates } = (await ask('GET', `_index_template/${name}`)) as {
      index_templates: {
        index_template: { template: { mappings: { properties: Record<string, unknown> } } };
      }[];
    };
    const template = index_templates[0]?.index_template.template;
    delete template?.mappings.properties.voice;
    return template;
  }
});

describe('Elasticsearch store on a bad day', () => {
  let proxy: FaultyProxy;
  let store: Store;
  beforeEach(async () => {
    proxy = await startFaultyProxy(url);
    store = await open(uniquePrefix(), systemClock.now, proxy.url);
  });
  afterEach(async () => {
    await store.close();
    await proxy.stop();
  });
  const isBulk = (path: string) => path.startsWith('/_bulk');

  it('sends again what the server was too busy for, whole requests and single documents', async () => {
    let refusals = 0;
    proxy.decide(({ path, body }) => {
      if (!isBulk(path) || refusals++ > 3) return undefined;
      if (refusals % 2) return { kind: 'answer', status: 429, body: { error: { type: 'busy' } } };
      const busy = {
        index: { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'queue' } },
      };
      const items = body
        .split('\n')
        .filter((line) => line.startsWith('{"index"'))
        .map(() => busy);
      return { kind: 'answer', status: 200, body: { errors: true, items } };
    });
    await store.save([mentionOf({ id: 'a' }), mentionOf({ id: 'b' })]);
    expect(idsOf((await store.search({})).mentions)).toEqual(['a', 'b']);
    expect(refusals).toBe(5);
  });

  it.each([429, 500, 502, 503, 504, 401, 403])(
    'tells of %i as of something that time may heal',
    async (status) => {
      proxy.decide(() => ({ kind: 'answer', status, body: { error: { type: 'x', reason: 'a bad day' } } }));
      for (const work of [
        store.save([mentionOf({ id: 'a' })]),
        store.search({}),
        store.eraseAuthor({ author: 'x' }),
      ]) {
        const error = await failure(work);
        expect([isRetriable(error), error.message]).toEqual([true, expect.stringContaining(proxy.url)]);
      }
    },
  );

  it('saves once when the answer is lost on the way back', async () => {
    let lost = 0;
    proxy.decide(({ path }) => (isBulk(path) && lost++ === 0 ? { kind: 'lose-answer' } : undefined));
    await store.save([mentionOf({ id: 'a' })]);
    expect([lost, (await store.extent({})).count]).toEqual([2, 1]);
  });

  it('asks to be tried again while the server is away for five seconds, and then goes on', async () => {
    await store.save([mentionOf({ id: 'before' })]);
    await proxy.disappear();
    const awayUntil = Date.now() + 5_000;
    const failures: unknown[] = [];
    while (Date.now() < awayUntil) {
      failures.push(await failure(store.save([mentionOf({ id: 'meanwhile' })])));
      await systemClock.sleep(250);
    }
    await proxy.appear();
    await store.save([mentionOf({ id: 'after' })]);
    expect(idsOf((await store.search({})).mentions)).toEqual(['after', 'before']);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter((error) => !isRetriable(error))).toEqual([]);
  });

  it('says that a cluster cannot be reached, and keeps the password out of it', async () => {
    await proxy.disappear();
    const error = await failure(
      openElasticsearchStore({
        connection: { nodes: [proxy.url], auth: { username: 'me', password: 'hunter2' } },
        indexPrefix: 'x',
        clock: systemClock,
        log,
      }),
    );
    expect(error.message).toContain(
      `Elasticsearch at ${proxy.url}: reading the index template failed, is the server up?`,
    );
    expect(JSON.stringify([error, error.cause, error.message, String(error.cause)])).not.toContain('hunter2');
  });

  it('signs in with user name or API key', async () => {
    const seen = new Set<string | undefined>();
    proxy.decide(({ authorization }) => void seen.add(authorization));
    for (const auth of [{ apiKey: 'a2V5' }, { username: 'me', password: 'pass' }]) {
      const connection = { nodes: [proxy.url], auth };
      const options = { connection, indexPrefix: uniquePrefix(), clock: systemClock, log };
      await (await openElasticsearchStore(options)).close();
    }
    expect([...seen]).toEqual(['ApiKey a2V5', `Basic ${btoa('me:pass')}`]);
  });
});
