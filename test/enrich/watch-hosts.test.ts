import { createLookAlikeIndex } from '#enrich/look-alike-index';
import { watchHosts } from '#enrich/watch-hosts';

const brands = [
  { id: 'vinci', officialDomains: ['vinci.com'] },
  { id: 'axa', officialDomains: ['axa.fr'] },
];
const watch = watchHosts(brands);
const find = createLookAlikeIndex(brands);

describe('the hosts that sources of names watch', () => {
  it.each(['vinci.group', 'www.vinci-press.com', 'axa.group'])('%s, as the index finds it', (host) => {
    expect(watch(host)).toEqual(find(host));
    expect(watch(host)).toHaveLength(1);
  });

  it.each(['axq.fr', 'azxa.fr'])(
    'not %s, one slip away from a short name, which strangers are too',
    (host) => {
      expect([find(host).length, watch(host).length]).toEqual([1, 0]);
    },
  );

  it.each(['vinci.com', 'press.vinci.com', 'example.org'])('not %s', (host) => {
    expect(watch(host)).toEqual([]);
  });
});
