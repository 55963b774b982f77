import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for each test, one more for `beforeAll`; deleted at the end. */
export function temporaryFolder(): () => string {
  const folders: string[] = [];
  let folder = '';
  const renew = () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    folders.push(folder);
  };
  beforeAll(renew);
  beforeEach(renew);
  afterAll(() => {
    for (const made of folders) rmSync(made, { recursive: true, force: true });
  });
  return () => folder;
}
