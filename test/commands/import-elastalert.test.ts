import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#ingest/thread';
import { startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const RECALL = join(packageRoot(), 'test/fixtures/elastalert/recall-frequency.yaml');

async function importing(...args: readonly string[]) {
  const { ended, output, errors } = startVigie(['rules', 'import-elastalert', ...args], {});
  const code = await ended;
  return { code, output: output(), errors: errors().trim().split('\n') };
}

describe('vigie rules import-elastalert', () => {
  it('prints the rules, and tells apart from them what was not carried over', async () => {
    const { code, output, errors } = await importing(RECALL);
    expect(code).toBe(0);
    expect(output).toMatch(/^# yaml-language-server: .*\n[\s\S]*\n {2}- name: acme-recall-talk\n/);
    expect(errors[0]).toBe(
      `${RECALL}:16:1 rule acme-recall-talk, priority: is read as 1 for the most urgent: severity: critical`,
    );
    expect(errors.at(-1)).toBe('1 rule(s) from 1 file(s), 5 note(s)');
  });

  it('writes to a file, and ends with 1 when one of those that it read is no rule', async () => {
    const out = join(folder(), 'imported.yaml');
    const bad = join(folder(), 'bad.yaml');
    writeFileSync(bad, 'name: [\n');
    const { code, output, errors } = await importing(RECALL, bad, '--out', out);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContainEqual(expect.stringContaining(`${bad}:2:1 this is not YAML: `));
    expect(errors.at(-1)).toBe(
      `1 rule(s) from 2 file(s), 6 note(s); look through ${out}, then run vigie check`,
    );
    expect(readFileSync(out, 'utf8')).toContain('- name: acme-recall-talk\n');
  });

  it('overwrites nothing, and says which file is not there', async () => {
    const there = join(folder(), 'there.yaml');
    writeFileSync(there, 'mine');
    const [kept, none] = await Promise.all([importing(RECALL, '--out', there), importing('none.yaml')]);
    expect([kept.code, kept.errors.at(-1)]).toEqual([
      1,
      `vigie: cannot write the rules to --out ${there}: it is there already; name another file, or move it away`,
    ]);
    expect(readFileSync(there, 'utf8')).toBe('mine');
    expect(none).toEqual({
      code: 1,
      output: '',
      errors: ["vigie: cannot read ElastAlert's rules in none.yaml: there is no such file"],
    });
  });
});
