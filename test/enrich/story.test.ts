import { Brand } from '#enrich/brand';
import { createEnrichment } from '#enrich/enrich-mention';
import { mentionId } from '#ingest/mention';

const sony = Brand.parse({ id: 'sony', name: 'Sony', names: ['Sony'] });
const release =
  'Sony announces that the audit of its consolidated accounts has shown transfers that were booked wrongly';

describe('the story enricher', () => {
  it.each([
    ['links with hyphens', `${release} https://one-site.example/sony-and-its_accounts-2016`],
    ['users with underscores', `RT @the_news-desk: ${release} @some_one`],
    ['both, in another case', `rt @A_B ${release.toUpperCase()} HTTPS://x-y.example/1`],
  ])('finds copies that differ in %s', async (_, copy) => {
    const { enrich } = await createEnrichment({ brands: [sony] });
    const [original, altered] = [`${release} https://other.example/a-longer-address-of-many-words`, copy].map(
      (text, index) =>
        enrich({
          id: mentionId('test', String(index)),
          source: 'test',
          channel: 'news',
          text,
          publishedAt: '2016-11-22T16:05:00.000Z',
          collectedAt: '2016-11-22T16:05:01.000Z',
        })[0]?.story,
    );
    expect(altered).toEqual({ ...original, first: false, copies: 1 });
  });
});
