import { durationInWords } from '#enrich/duration-in-words';
import type { Page } from '../page';
import { formatTime } from '../render/local-time';
import { quoteText } from '../render/quoted-text';
import type { OutageOrder } from './compose-outage-page';
import { operatorsPage } from './operators-page';
import { withoutSecrets } from './without-secrets';

/** Of a file that somebody has just broken, the first few say it all. */
const MOST_TOLD = 8;

/** A page to the operators: mistakes keep a rule file out of force, so that its former rules stay; or it is mended. */
export function composeMistakesPage(order: OutageOrder): Page {
  const { telling, incident, timezone } = order;
  const isOver = telling.kind === 'outage-over';
  const facts = factsOf(order);
  const { mistakes, files, from, to } = facts;
  const count = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  return operatorsPage(telling, {
    incident,
    reason: isOver ? 'is mended' : 'has mistakes',
    headline: isOver
      ? `Vigie: ${files} mended after ${durationInWords(to - from)}, in force again`
      : `Vigie: ${count} in ${files} — the rules of before stay in force`,
    from,
    timezone,
    outages: [isOver ? tellEnd(facts, timezone) : tellMistakes(facts, timezone)],
  });
}

type Facts = {
  /** One a line of the error: `config/rules/acme.yaml:9:5 rules[0].timeframe: …`. */
  readonly mistakes: readonly string[];
  readonly files: string;
  readonly advice: string;
  /** When there were mistakes first, and when that changed. Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
};

function factsOf({ telling, dependencies, health, outages }: OutageOrder): Facts {
  const { at = 'the rules', advice = '' } = dependencies.find(({ name }) => name === 'rules') ?? {};
  const { since = 0, error = '' } = health.get('rules') ?? {};
  const told = outages.get('rules');
  const isOver = telling.kind === 'outage-over';
  const mistakes = (isOver ? (told?.mistakes ?? '') : error).split('\n').filter((line) => line !== '');
  const from = isOver ? (told?.since ?? since) : since;
  return { mistakes, files: filesOf(mistakes, at), advice, from, to: since };
}

/** `config/rules/acme.yaml`, several of them, or the folder where no mistake names a file. */
function filesOf(mistakes: readonly string[], folder: string): string {
  const files = new Set(mistakes.flatMap((mistake) => /^(.+?):\d+:\d+ /.exec(mistake)?.[1] ?? []));
  if (files.size > 2) return `${files.size} files in ${folder}`;
  return files.size > 0 ? [...files].join(' and ') : folder;
}

type OutageFacts = NonNullable<Page['outages']>[number];

function tellMistakes({ mistakes, files, advice, from }: Facts, timezone: string): OutageFacts {
  const told = mistakes.slice(0, MOST_TOLD).map((mistake) => quoteText(withoutSecrets(mistake), 300));
  const more = mistakes.length - told.length;
  return {
    dependencies: ['rules'],
    summary: `Mistakes keep ${files} out of force since ${formatTime(from, timezone)}.`,
    mistakes: more > 0 ? [...told, `and ${more} more`] : told,
    means:
      'The rules that stood there before stay in force and go on counting; all other files are in force as they are. With mistakes Vigie does not start.',
    advice,
  };
}

function tellEnd({ files, from, to }: Facts, timezone: string): OutageFacts {
  const span = `from ${formatTime(from, timezone)} to ${formatTime(to, timezone)}: ${durationInWords(to - from)}`;
  return {
    dependencies: ['rules'],
    summary: `Mistakes kept ${files} out of force ${span}.`,
    means:
      'What stands there now is in force. Rules that did not change have counted on; the others count from now.',
  };
}
