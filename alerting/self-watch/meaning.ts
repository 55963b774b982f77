import type { DependencyName, FoundationName } from '../page';

/** No page is worse than nothing new, and that is worse than late and poor pages. */
export const GRAVEST_FIRST: readonly FoundationName[] = ['state', 'bus', 'store'];

const EFFECTS: Readonly<Record<FoundationName, string>> = {
  state: 'no new page goes out',
  bus: 'nothing new is counted',
  store: 'new mentions wait, pages go out without samples',
};

type Sentence = {
  readonly of: readonly FoundationName[];
  readonly text: string;
  /** Not true while this fails too. */
  readonly unless?: FoundationName;
};

// Each is how the code behaves: the outbox of the state, the order of saving and publishing, the clock of the rules.
const MEANWHILE: readonly Sentence[] = [
  {
    of: ['state'],
    text: 'A page goes out only once it is stored: no new page goes out, and nobody can acknowledge.',
  },
  {
    of: ['bus'],
    text: 'No mention is collected, scored or counted: no new incident is found, and one that goes on may be told to be over.',
  },
  {
    of: ['bus'],
    text: 'What the bus has taken is kept and read afterwards, but a wave that has passed by then may raise no alert.',
  },
  { of: ['bus'], text: 'Pages that were stored before still go out.', unless: 'state' },
  {
    of: ['store'],
    text: 'New mentions wait on the bus, neither stored nor counted, so incidents are found late.',
    unless: 'bus',
  },
  {
    of: ['store'],
    text: 'Pages about what was counted before go out without samples.',
    unless: 'state',
  },
  { of: ['state', 'store'], text: 'Nothing is lost.', unless: 'bus' },
];

const AFTERWARDS: readonly Sentence[] = [
  { of: ['state'], text: 'Pages that waited go out now.' },
  {
    of: ['bus'],
    text: 'What waited is read now. Look whether an incident was told to be over although it goes on.',
  },
  { of: ['store'], text: 'Mentions that waited are stored and counted now.' },
];

/** The gravest effect of what fails, for a headline. */
export function effectOf(failing: readonly DependencyName[]): string {
  const gravest = GRAVEST_FIRST.find((name) => failing.includes(name)) ?? 'store';
  return EFFECTS[gravest];
}

/** What the failing of these means while all of `failing` fail. */
export function meaningOf(names: readonly DependencyName[], failing: readonly DependencyName[]): string {
  return say(MEANWHILE, names, failing);
}

/** What happens once these answer again. */
export function afterwardsOf(names: readonly DependencyName[]): string {
  return say(AFTERWARDS, names, []);
}

function say(
  sentences: readonly Sentence[],
  names: readonly DependencyName[],
  failing: readonly DependencyName[],
): string {
  return sentences
    .filter(
      ({ of, unless }) => of.some((name) => names.includes(name)) && !(unless && failing.includes(unless)),
    )
    .map(({ text }) => text)
    .join(' ');
}
