/** A name that imitators write: the label of a domain ("vinci"), or an account's handle. */
export type WatchedName = {
  readonly label: string;
  /** What bears the name rightly, as shown to people: a domain or a handle. */
  readonly official: string;
  /** Whose name it is; free for the caller. */
  readonly owner: string;
  /** Suffixes that the owner has domains under, without dots: imitators write them into the label ("axa-fr"). */
  readonly endings: ReadonlySet<string>;
};

export type Trick = 'other-suffix' | 'subdomain' | 'look-alike-letters' | 'hyphen' | 'added-word' | 'typo';

export type Imitation = {
  readonly name: WatchedName;
  readonly trick: Trick;
  readonly explanation: string;
  /** The words around the rightly spelled name, with hyphens between them. */
  readonly added?: string;
};

/** Names by a key that several may share. */
export type NameTable = ReadonlyMap<string, readonly WatchedName[]>;

export function tableOf(
  names: readonly WatchedName[],
  keysOf: (name: WatchedName) => readonly string[],
): NameTable {
  const table = new Map<string, WatchedName[]>();
  for (const name of names)
    for (const key of new Set(keysOf(name))) {
      const sharing = table.get(key);
      if (sharing) sharing.push(name);
      else table.set(key, [name]);
    }
  return table;
}

export const withoutHyphens = (text: string) => (text.includes('-') ? text.replaceAll('-', '') : text);
