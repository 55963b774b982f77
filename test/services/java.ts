import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export type Java = { readonly command: string; readonly home: string };

const OLDEST_JAVA = 17;

/** Where Java is. Throws, with what to install, when it or another tool that is needed is missing or too old. */
export function findJava(tools: readonly string[]): Java {
  const missing = tools.filter((tool) => output('sh', ['-c', `command -v ${tool}`]) === undefined);
  const command = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const settings = output(command, ['-XshowSettings:properties', '-version']);
  const version = Number(/java\.specification\.version = (?:1\.)?(\d+)/.exec(settings ?? '')?.[1] ?? 0);
  const home = /java\.home = (.+)/.exec(settings ?? '')?.[1]?.trim();
  if (home && version >= OLDEST_JAVA && missing.length === 0) return { command, home };
  const wanted = [...missing, ...(version >= OLDEST_JAVA ? [] : [`java ${OLDEST_JAVA} or newer`])];
  throw new Error(
    `the services for tests need ${wanted.join(' and ')}: install them (Debian: apt-get install ` +
      'openjdk-17-jre-headless maven unzip), or start the servers by `docker compose up kafka elasticsearch` and set ' +
      'KAFKA_BROKERS=127.0.0.1:9092 and ELASTICSEARCH_URL=http://127.0.0.1:9200',
  );
}

/** What a command prints, on either stream; undefined when it cannot be run. */
function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'exec "$0" "$@" 2>&1', command, ...args], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}
