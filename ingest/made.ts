/** Something that the pipeline keeps its data in and makes by itself: a topic, an index, a file. */
export type Made = {
  /** What it is and its name, for people: `topic vigie.mentions`. */
  readonly what: string;
  /** How it is set, by the server's own names. */
  readonly settings: Readonly<Record<string, string>>;
  /** How those settings should be, as configured; the same keys. */
  readonly wanted: Readonly<Record<string, string>>;
};
