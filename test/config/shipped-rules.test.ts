import { join } from 'node:path';
import { Expectation } from '#alerting/rule-tests/expectation';
import { RuleTest } from '#alerting/rule-tests/rule-test';
import { Stretch } from '#alerting/rule-tests/stretch';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { fieldMeta } from '#config/schema-walk';
import { packageRoot } from '#ingest/thread';

describe('the shipped rules', () => {
  // `npm run check` plays the tests.
  it('each have a test beside them that wants a page of it', async () => {
    const { config } = await loadConfig({ folder: join(packageRoot(), 'config'), env: {}, plugins });
    const paged = (config?.ruleTests ?? []).flatMap(({ test, origin }) =>
      test.expect.flatMap(({ rule, pages = 0 }) =>
        rule !== undefined && pages > 0 ? `${origin.file} ${rule}` : [],
      ),
    );
    expect((config?.rules ?? []).length).toBeGreaterThan(0);
    const untested = (config?.rules ?? []).filter(
      ({ name, origin }) => !paged.includes(`${origin.file} ${name}`),
    );
    expect(untested.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['a rule test', RuleTest],
    ['a stretch', Stretch],
    ['an expectation', Expectation],
  ])('%s describes each of its options', (_, { shape }) => {
    const silent = Object.entries(shape).filter(([, option]) => !fieldMeta(option).description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});
