import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from '#alerting/page';
import { signBody } from '#ingest/http/signature';
import { openHttpDouble } from '../contract/notifier-contract';
import { until } from '../contract/until';
import { freePort } from '../ingest/free-port';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const SECRET = 'partner-secret';
const folder = temporaryFolder();

const settings = (hook: string, port: number) => `
data: data
console: { listen: { port: 0 } }
sources:
  - { name: partner, kind: webhook, port: ${port}, secret: "\${PARTNER_SECRET}" }
notifiers:
  - { name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }
receivers: [{ name: team, notifiers: [hook] }]
route: { receiver: team }
operators: { receiver: team, after: 1s }
`;
const ruleFile = (name: string, count: string) => `version: 1
rules:
  - name: ${name}
    type: frequency
    timeframe: 10m
    num_events: ${count}
`;

it('a rule file that is edited is in force at once, one that is broken is told and keeps its rule, and nothing counted is lost', async () => {
  const [receiver, port] = [await openHttpDouble(() => ({ status: 200 })), await freePort()];
  const config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml': settings(receiver.url, port),
    'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\n',
    'rules/quick.yaml': ruleFile('quick', '3'),
    'rules/storm.yaml': ruleFile('storm', '10'),
  });
  /** As editors and deployments do: a new file in the place of the old one. */
  const replace = (file: string, text: string) => {
    writeFileSync(join(config, `.${file}.new`), text);
    renameSync(join(config, `.${file}.new`), join(config, 'rules', file));
  };
  const pages = () => receiver.requests.map(({ body }) => Page.parse(JSON.parse(body)));
  const page = async (kind: Page['kind']): Promise<Page> => {
    await until(() => pages().some((one) => one.kind === kind));
    return pages().find((one) => one.kind === kind) as Page;
  };
  const mention = async (from: number, to: number): Promise<void> => {
    const items = Array.from({ length: to - from }, (_, index) => ({
      id: `m${from + index}`,
      text: `Acme number ${from + index} of its kind`,
    }));
    const [body, at] = [JSON.stringify(items), String(Math.floor(Date.now() / 1_000))];
    const headers = { 'x-vigie-timestamp': at, 'x-vigie-signature': signBody(SECRET, at, body) };
    const answer = await fetch(`http://127.0.0.1:${port}/mentions`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    expect(answer.status).toBe(200);
  };

  const vigie = startVigie(['--config', config, 'run'], { PARTNER_SECRET: SECRET });
  try {
    const [, url] = await vigie.printed(/Console: (\S+)/);
    const rules = async () => (await (await fetch(`${url}/api/sources`)).json()).rules;
    replace('storm.yaml', ruleFile('storm', 'many'));
    const isListening = () =>
      fetch(`http://127.0.0.1:${port}/mentions`).then(
        () => true,
        () => false,
      );
    await until(isListening);
    await mention(0, 6);
    expect((await page('first')).findings.map(({ rule, seen }) => [rule, seen])).toEqual([['quick', 3]]);

    replace('quick.yaml', ruleFile('quick', '5'));
    const mistake = 'config/rules/storm.yaml:6:17 rules[0].num_events: expected a number (got "many")';
    expect((await page('resolved')).closing?.at(-1)).toBe(
      'It was closed because the rule was changed or removed, not because it has calmed: it may go on.',
    );
    expect(await page('outage')).toMatchObject({
      headline: 'Vigie: a mistake in config/rules/storm.yaml — the rules of before stay in force',
      outages: [{ dependencies: ['rules'], mistakes: [mistake] }],
    });
    expect(await rules()).toMatchObject({ inForce: 2, mistakes: [mistake] });

    // Six were counted before: of the edited rule they are forgotten, of the other they are not.
    await mention(6, 10);
    const again = await page('update');
    expect(again.reason).toBe('reopened');
    expect(again.findings.map(({ rule, seen }) => [rule, seen])).toEqual([['storm', 10]]);

    replace('storm.yaml', ruleFile('storm', '10').replace('timeframe', 'severity: critical\n    timeframe'));
    writeFileSync(join(config, 'vigie.yaml'), `${settings(receiver.url, port)}languages: [fr]\n`);
    vigie.child.kill('SIGHUP');
    expect((await page('outage-over')).headline).toMatch(
      /^Vigie: config\/rules\/storm\.yaml mended after \d seconds?, in force again$/,
    );
    expect(await rules()).toMatchObject({ inForce: 2, mistakes: [] });
    // The console shows the rule as it is now.
    const shown = (await (await fetch(`${url}/api/rules`)).json()) as { name: string; severity: string }[];
    expect(shown.find(({ name }) => name === 'storm')?.severity).toBe('critical');
    expect(vigie.errors()).toMatch(/"files":\["vigie.yaml"\].*restart Vigie/);
    expect(vigie.errors()).toContain('somebody asks to read the rules again');
    expect(vigie.errors()).toMatch(/"restarted":\["quick"\],"adjusted":\[\]/);
    expect(vigie.errors()).toMatch(/"restarted":\[\],"adjusted":\["storm"\]/);
    const each = ['first', 'outage', 'outage-over', 'resolved', 'update'];
    expect(
      pages()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(each);
  } finally {
    await vigie.kill();
    await receiver.close();
  }
}, 60_000);
