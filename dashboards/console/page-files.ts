import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
} as const;

/** The built page: three files, read once. Throws when they have not been built. */
export async function createPageFiles(folder: string): Promise<Hono> {
  const app = new Hono();
  for (const [path, [name, type]] of Object.entries(FILES)) {
    const body = await readFile(join(folder, name), 'utf8').catch((error) => {
      throw new Error(`console: cannot read the page's ${name} in ${folder}: run "npm run build"`, {
        cause: error,
      });
    });
    app.get(path, (context) =>
      context.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }
  return app;
}
