import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Brand } from '#enrich/brand';
import type { Received } from '#enrich/press-release/read-received';
import type { Verifiable } from '#enrich/press-release/verifiable';
import type { Verified } from '#enrich/press-release/verify';
import type { HttpError } from '#ingest/http/http-error';
import { requireBrandOrFile } from './brand-or-file';
import type { AddCommand } from './index';
import { nameOption } from './name-option';
import { readInput } from './read-input';
import type { Terminal } from './terminal';
import { verdictTable } from './verdict-table';

type VerifyOptions = {
  brand: string;
  json?: boolean;
  ndjson?: boolean;
  domainAge?: string | true;
  allowPrivateNetwork?: boolean;
};

const ACCEPTED = 'a file, an address (https://…), or - for standard input';

/** `vigie verify`: is this release genuine? For the desk that has just received something. */
export const addVerify: AddCommand = (program, terminal) => {
  program
    .command('verify')
    .argument('[input]', 'a file (.txt, .html, .eml, .json), an address, or - for standard input', '-')
    .description('tell whether a text that poses as a release of a brand is genuine, and why')
    .requiredOption('--brand <id|file>', 'id of a configured brand, or a brand file (.yaml)')
    .option('--json', 'the verdict as JSON: {verdict, score, signals}')
    .option('--ndjson', 'read one mention as JSON a line, print one verdict as JSON a line')
    .option('--domain-age [base]', 'ask the registers (RDAP) how old the domains are; takes seconds')
    .option('--allow-private-network', 'fetch an address on this machine or in a private network too')
    .addHelpText(
      'after',
      '\nExample:\n  vigie verify --brand vinci received.eml\n  vigie verify --brand config/brands/vinci.yaml - < release.txt',
    )
    .action(async (input: string, options: VerifyOptions, command: Command) => {
      const brand = await requireBrandOrFile(options.brand, command, terminal);
      if (options.ndjson) return await verifyLines(brand, input, terminal);
      const { readReceived } = await import('#enrich/press-release/read-received');
      const { verify } = await import('#enrich/press-release/verify');
      const received = await receive(input, options, terminal);
      const verifiable = await readReceived(received, Date.now());
      const registrations = await askRegisters(brand, verifiable, options, terminal);
      const verified = await verify(brand, verifiable, registrations);
      terminal.line(options.json ? JSON.stringify(verified) : verdictTable(brand, verified));
    });
};

/** Judges each line by itself; a line that cannot be read gives `{error}` in its place, and exit code 1. */
async function verifyLines(brand: Brand, input: string, terminal: Terminal): Promise<void> {
  const { readVerifiable } = await import('#enrich/press-release/verifiable');
  const { verify } = await import('#enrich/press-release/verify');
  const lines =
    input === '-'
      ? linesOf(terminal.stdin)
      : (await readInput(input, ACCEPTED, terminal)).toString('utf8').split('\n');
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    let answer: Verified | { readonly error: string };
    try {
      answer = await verify(brand, readVerifiable(JSON.parse(line), Date.now()));
    } catch (error) {
      answer = { error: `line ${number}: ${(error as Error).message}` };
      process.exitCode = 1;
    }
    terminal.line(JSON.stringify(answer));
  }
}

async function askRegisters(
  brand: Brand,
  verifiable: Verifiable,
  { domainAge, allowPrivateNetwork }: VerifyOptions,
  terminal: Terminal,
): Promise<ReadonlyMap<string, number>> {
  if (domainAge === undefined) return new Map();
  const { registrationsOf } = await import('#enrich/press-release/registrations-of');
  const { createRegistrationLookup } = await import('#ingest/domain-registration');
  const { systemClock: clock } = await import('#ingest/clock');
  const { openWorld } = await import('../adapters');
  const world = openWorld({ log: terminal.log('warn'), clock });
  try {
    const base = domainAge === true ? undefined : domainAge;
    const lookup = createRegistrationLookup({ http: world.http, clock, base, allowPrivateNetwork });
    return await registrationsOf(brand, verifiable, lookup);
  } finally {
    await world.close();
  }
}

function linesOf(stdin: NodeJS.ReadableStream): AsyncIterable<string> {
  return createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
}

async function receive(input: string, options: VerifyOptions, terminal: Terminal): Promise<Received> {
  if (/^https?:\/\//i.test(input))
    return await fetchPage(input, options.allowPrivateNetwork ?? false, terminal);
  const bytes = await readInput(input, ACCEPTED, terminal);
  return { bytes, ...(input !== '-' && { name: basename(input) }) };
}

async function fetchPage(url: string, allowPrivateNetwork: boolean, terminal: Terminal): Promise<Received> {
  const { openWorld } = await import('../adapters');
  const { systemClock } = await import('#ingest/clock');
  const world = openWorld({ log: terminal.log('warn'), clock: systemClock });
  try {
    const { body, headers } = await world.http.get({ url, allowPrivateNetwork }).catch((cause) => {
      throw new Error(fetchProblem(cause as HttpError), { cause });
    });
    return { bytes: body, url, ...(headers['content-type'] && { contentType: headers['content-type'] }) };
  } finally {
    await world.close();
  }
}

/** The client speaks of sources and feeds; the desk has named a page. */
function fetchProblem({ message, reason, status }: HttpError): string {
  if (reason !== 'status') return nameOption(message);
  const address = message.split(': answered ', 1)[0];
  return `${address} answered ${status}: save the page to a file and name that instead`;
}
