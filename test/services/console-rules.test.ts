import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../contract/until';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { sharedAdapters } from './vinci-day';

const folder = temporaryFolder();
const ruleFile = (count: string) => `version: 1
rules:
  - name: storm
    type: frequency
    timeframe: 10m
    num_events: ${count}
`;

it('a console worker shows rules as their file says now, and the former ones while it has mistakes', async () => {
  const config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml': `${sharedAdapters(`c${Date.now()}`)}
console: { listen: { port: 0 } }
notifiers: [{ name: here, kind: console }]
receivers: [{ name: team, notifiers: [here] }]
route: { receiver: team }
`,
    'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\n',
    'rules/storm.yaml': ruleFile('3'),
  });
  const replace = (count: string) => {
    writeFileSync(join(config, '.storm.yaml.new'), ruleFile(count));
    renameSync(join(config, '.storm.yaml.new'), join(config, 'rules', 'storm.yaml'));
  };
  const vigie = startVigie(['console', '--config', config]);
  try {
    const [, url] = await vigie.printed(/is at work: (\S+)/, 60_000);
    const threshold = async () => {
      const { settings } = await (await fetch(`${url}/api/rules/storm`)).json();
      return settings.find(({ name }: { name: string }) => name === 'num_events').value;
    };
    expect(await threshold()).toBe('3');
    replace('500');
    await until(async () => (await threshold()) === '500');
    replace('many');
    await until(() => vigie.errors().includes('rules[0].num_events: expected a number'));
    expect(await threshold()).toBe('500');
    replace('7');
    await until(async () => (await threshold()) === '7');
  } finally {
    await vigie.kill('SIGTERM');
  }
}, 120_000);
