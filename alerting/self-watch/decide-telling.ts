import { DependencyName } from '../page';
import type { Health, HealthOf } from './health';
import type { Outage, Outages } from './told-outages';

/** One message to the operators. */
export type Telling =
  | { readonly kind: 'outage'; readonly dependencies: readonly DependencyName[] }
  | {
      readonly kind: 'outage-over';
      readonly dependencies: readonly DependencyName[];
      /** Of the message that told of the outage. */
      readonly incident: string;
      /** From 2 on, another one for each end that is told of one outage. */
      readonly number: number;
    };

export type Situation = {
  readonly health: HealthOf;
  readonly outages: Outages;
  /** What runs a thing: those on one server fail together. */
  readonly serverOf: (name: DependencyName) => string;
  /** Whether it falls to this process to tell of an outage, and of its end. */
  readonly tellsOutages: boolean;
  readonly tellsEnds: boolean;
  /** How long a thing must have failed without a break, milliseconds. */
  readonly afterMs: number;
  readonly now: number;
};

/** So long a server must answer without a break before it is told to be well; a file that was mended is. */
export const STEADY_MS = 10_000;
/** One outage and its end in so long, for each thing. */
export const PAIR_MS = 600_000;
/** What began to fail so soon after the first is told with it. */
const TOGETHER_MS = 10_000;
/** An end waits so long for the ends of what was told with it. */
const WAIT_FOR_OTHERS_MS = 15_000;

/** Pure: what the operators have to be told now. */
export function decideTelling(situation: Situation): Telling[] {
  const begun = situation.tellsOutages ? tellOutage(situation) : [];
  return [...begun, ...(situation.tellsEnds ? tellEnds(situation) : [])];
}

function tellOutage({ health, outages, serverOf, afterMs, now }: Situation): Telling[] {
  const untold = [...health].filter(([name, found]) => !found.answers && !isTold(outages.get(name), found));
  const failsAlone = (name: DependencyName) =>
    [...health].some(([other, { answers }]) => answers && serverOf(other) === serverOf(name));
  const isDue = ([name, { since, asks }]: [DependencyName, Health]) =>
    // What stopped amid an ask may have answered for its neighbour a moment before: the next ask tells.
    (asks > 1 || !failsAlone(name)) &&
    // Either way: the clock may have been ahead when it was told.
    now - since >= afterMs &&
    Math.abs(now - (outages.get(name)?.toldAt ?? 0)) >= PAIR_MS;
  const tellTogether = (group: typeof untold): Telling[] => {
    const due = group.filter(isDue);
    if (due.length === 0) return [];
    const latest = Math.max(...due.map(([, { since }]) => since)) + TOGETHER_MS;
    const together = group.filter(([, { since }]) => since <= latest);
    return [{ kind: 'outage', dependencies: together.map(([name]) => name) }];
  };
  // What is wrong in a file has nothing to do with a server that is away.
  const isFile = ([name]: [DependencyName, Health]) => name === 'rules';
  return [...tellTogether(untold.filter((one) => !isFile(one))), ...tellTogether(untold.filter(isFile))];
}

function tellEnds({ health, outages, now }: Situation): Telling[] {
  const incidents = new Set([...outages.values()].filter(isOpen).map(({ incident }) => incident));
  return [...incidents].flatMap((incident): Telling[] => {
    const open = [...outages.values()]
      .filter((outage) => isOpen(outage) && outage.incident === incident)
      .map(({ dependency }) => dependency);
    const steadyAt = (name: DependencyName) => {
      const { answers, since } = health.get(name) ?? { answers: false, since: now };
      const steadyMs = name === 'rules' ? 0 : STEADY_MS;
      return answers ? since + steadyMs : Number.POSITIVE_INFINITY;
    };
    const steady = open.filter((name) => now >= steadyAt(name));
    const waitsUntil = Math.min(...open.map(steadyAt)) + WAIT_FOR_OTHERS_MS;
    if (steady.length === 0 || (steady.length < open.length && now < waitsUntil)) return [];
    const number = 2 + DependencyName.options.findIndex((name) => steady.includes(name));
    return [{ kind: 'outage-over', dependencies: steady, incident, number }];
  });
}

/** Told of as it is now: other mistakes in rule files are told of although some were. */
function isTold(outage: Outage | undefined, { error }: Health): boolean {
  return isOpen(outage) && (outage?.mistakes === undefined || outage.mistakes === error);
}

/** Told, and its end not yet. */
export function isOpen(outage: Outage | undefined): boolean {
  return outage !== undefined && outage.endToldAt === undefined;
}
