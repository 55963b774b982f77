/** One condition of a rule: `seen needs limit`, and whether it lets an alert through. */
export type Gate = {
  /** In the words of the rule's options where it is one: `num_events`. */
  readonly name: string;
  /** Gates with the same way belong together, and one way that is open is enough. */
  readonly way?: string;
  readonly seen: number | string;
  readonly needs: 'at least' | 'more than' | 'at most' | 'not';
  readonly limit: number | string;
  readonly open: boolean;
};

/** What a detector sees at an instant, whether its condition holds or not. Times are epoch milliseconds. */
export type Explanation = {
  readonly window: { readonly from: number; readonly to: number };
  readonly seen: number;
  readonly unit: string;
  /** Absent where the rule type expects nothing. */
  readonly expected?: number;
  /** What raises or lowers it, in words: `3 times the usual, for results day`. */
  readonly because?: string;
  /** Where nineteen in twenty would lie by chance alone: of counts around what is expected, of a share around what is seen. */
  readonly interval?: { readonly low: number; readonly high: number };
  readonly gates: readonly Gate[];
};

/** Whether the gates let an alert through: all that belong to no way, and every one of some way, if there are ways. */
export function conditionHolds({ gates }: Pick<Explanation, 'gates'>): boolean {
  const ways = new Map<string, boolean>();
  for (const { way, open } of gates) if (way !== undefined) ways.set(way, open && (ways.get(way) ?? true));
  return (
    gates.every(({ way, open }) => way !== undefined || open) &&
    (ways.size === 0 || [...ways.values()].includes(true))
  );
}
