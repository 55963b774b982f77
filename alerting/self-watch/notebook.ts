import type { DependencyName } from '../page';
import type { Telling } from './decide-telling';
import { type Answer, type Health, type HealthOf, takeAnswer } from './health';
import { NO_OWNER, type Ownership, takeLook } from './ownership';
import { type Outage, type Outages, outagesIn } from './told-outages';

/** What the watch over Vigie itself has seen and told. */
export type Notebook = {
  readonly health: HealthOf;
  readonly outages: Outages;
  /** Outages that this process has told, or told the end of, and the state does not know yet. */
  readonly unsaved: ReadonlySet<DependencyName>;
  readonly ownership: Ownership;
};

export const EMPTY_NOTEBOOK: Notebook = {
  health: new Map(),
  outages: new Map(),
  unsaved: new Set(),
  ownership: NO_OWNER,
};

export type Answers = ReadonlyMap<DependencyName, Answer>;

/** Pure: after one round of asks. The answer of the state says what was told, by this process or by others. */
export function noteAnswers(notebook: Notebook, answers: Answers, partitions: ReadonlySet<number>): Notebook {
  const state = answers.get('state');
  const outages = state?.ok ? withKept(notebook, outagesIn(state.value)) : notebook.outages;
  const health = new Map(notebook.health);
  for (const [name, answer] of answers) {
    const next = takeAnswer(health.get(name), answer);
    const isTold = !isSame(outages.get(name), notebook.outages.get(name));
    // Another owner has told how often.
    health.set(name, isTold ? { ...next, failures: 0 } : next);
  }
  const busAnswers = answers.get('bus')?.ok ?? false;
  return {
    ...notebook,
    health,
    outages,
    ownership: takeLook(notebook.ownership, { partitions, busAnswers }),
  };
}

function isSame(one: Outage | undefined, other: Outage | undefined): boolean {
  return one?.toldAt === other?.toldAt && one?.endToldAt === other?.endToldAt;
}

function withKept({ outages, unsaved }: Notebook, kept: Outages): Outages {
  const mine = [...outages].filter(([name]) => unsaved.has(name));
  return new Map([...kept, ...mine]);
}

/** Pure: after a message went out. `incident` is the one of the outage, `now` epoch milliseconds. */
export function noteTold(
  notebook: Notebook,
  { kind, dependencies }: Telling,
  { incident, now }: { incident: string; now: number },
): Notebook {
  const health = new Map(notebook.health);
  const outages = new Map(notebook.outages);
  for (const dependency of dependencies) {
    const found = health.get(dependency);
    if (found) health.set(dependency, { ...found, failures: 0 } satisfies Health);
    const open = outages.get(dependency);
    const since = found?.since ?? now;
    const mistakes = dependency === 'rules' && found?.error !== undefined && { mistakes: found.error };
    if (kind === 'outage') outages.set(dependency, { dependency, incident, since, toldAt: now, ...mistakes });
    else if (open) outages.set(dependency, { ...open, endToldAt: now });
  }
  return { ...notebook, health, outages, unsaved: new Set([...notebook.unsaved, ...dependencies]) };
}

/** What has to be kept in the state. */
export function unsavedOutages({ outages, unsaved }: Notebook): Outage[] {
  return [...unsaved].flatMap((name) => outages.get(name) ?? []);
}

/** Pure: after these were kept; one that was told again meanwhile stays unsaved. */
export function noteSaved(notebook: Notebook, saved: readonly Outage[]): Notebook {
  const unsaved = [...notebook.unsaved].filter(
    (name) => !saved.some((outage) => outage === notebook.outages.get(name)),
  );
  return { ...notebook, unsaved: new Set(unsaved) };
}
