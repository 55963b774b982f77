// Writes the JSON Schemas, the reference page and Kibana's objects, or those below a folder that is named;
// --verify only tells which of them are out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from '../dist/schemas.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const isCurrent = ({ path, text }) =>
  existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === text;
const [folder = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const outdated = generatedFiles().filter((file) => file.path.startsWith(folder) && !isCurrent(file));

if (process.argv.includes('--verify')) {
  for (const { path } of outdated) console.error(`${path} is out of date: run "npm run schemas"`);
  process.exitCode = outdated.length > 0 ? 1 : 0;
} else {
  for (const { path, text } of outdated) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
