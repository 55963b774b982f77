import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Page } from '#alerting/page';
import { packageRoot } from '#ingest/thread';
import { openHttpDouble } from '../contract/notifier-contract';
import { until } from '../contract/until';
import { openLogDouble } from '../ingest/certificate-log/log-double';
import { createCertificateMaker } from '../ingest/certificate-log/make-certificate';
import { freePort } from '../ingest/free-port';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const SECRET = 'partner-secret';
const folder = temporaryFolder();
const shipped = (name: string) => readFileSync(join(packageRoot(), 'config', name), 'utf8');

const settings = (log: string, hook: string, port: number) => `
data: data
timezone: Europe/Paris
console: { listen: { port: 0 } }
log: { level: warn }
sources:
  - name: certificates
    kind: certificate-transparency
    logs: [{ url: "${log}", kind: static-ct }]
    from: start
    every: 1s
    allowPrivateNetwork: true
  - { name: partner, kind: webhook, port: ${port}, secret: "\${PARTNER_SECRET}", channel: web }
notifiers:
  - { name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }
receivers: [{ name: team, notifiers: [hook] }]
route: { receiver: team }
`;

it('a certificate for vinci.group warns, and what is published from there later joins and says so', async () => {
  const [log, receiver, port] = [
    await openLogDouble(),
    await openHttpDouble(() => ({ status: 200 })),
    await freePort(),
  ];
  const pages = () => receiver.requests.map(({ body }) => Page.parse(JSON.parse(body)));
  const config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml': settings(log.staticCt, receiver.url, port),
    'brands/vinci.yaml': shipped('brands/vinci.yaml').replace(/^newsroom: .*$/m, ''),
    'rules/vinci.yaml': shipped('rules/vinci.yaml'),
  });
  const issuedAt = Date.now() - 10 * 60_000;
  const wish = { names: ['vinci.group', 'www.vinci.group'], notBefore: new Date(issuedAt).toISOString() };
  log.entries.push({
    certificate: createCertificateMaker()({ ...wish, isPrecertificate: true }),
    at: new Date(issuedAt).toISOString(),
    isPrecertificate: true,
  });
  const vigie = startVigie(['--config', config, 'run'], { PARTNER_SECRET: SECRET });
  try {
    await until(() => receiver.requests.length > 0, 30_000);
    const [warning] = pages();
    expect(warning).toMatchObject({
      kind: 'first',
      severity: 'warning',
      headline: expect.stringMatching(
        /^VINCI: a certificate for vinci\.group, which only looks like vinci\.com — since \d\d:\d\d$/,
      ),
    });
    expect(warning?.findings.map(({ rule }) => rule)).toEqual(['vinci-certificate']);

    const body = JSON.stringify({
      id: 'fake',
      url: 'https://www.vinci.group/communique',
      title: 'VINCI lance une révision de ses comptes consolidés',
      text: 'Le groupe VINCI annonce le licenciement de son directeur financier.',
    });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const answer = await fetch(`http://127.0.0.1:${port}/mentions`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-vigie-timestamp': timestamp,
        'x-vigie-signature': `sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`,
      },
    });
    expect(answer.status).toBe(200);
    await until(() => receiver.requests.length > 1, 30_000);
    const alarm = pages()[1];
    expect(alarm).toMatchObject({
      incident: warning?.incident,
      kind: 'update',
      reason: 'severity raised',
      severity: 'critical',
    });
    expect(alarm?.findings.map(({ rule }) => rule)).toEqual([
      'vinci-press-release',
      'vinci-look-alike-domain',
      'vinci-certificate',
    ]);
    expect(alarm?.findings[0]?.explanation[0]).toMatch(
      /^a certificate for vinci\.group had been seen on \d+ \w+ \d{4} \(1\d minutes before\)$/,
    );
    expect(alarm?.findings[2]?.explanation.join()).not.toContain('had been seen');
  } finally {
    await vigie.kill();
    await Promise.all([log.close(), receiver.close()]);
  }
}, 90_000);
