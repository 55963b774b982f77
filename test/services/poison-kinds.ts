import { TOPICS } from '#ingest/bus/bus';

/** A message that no stage can handle. `value` is what a stranger's producer put there: bytes, or nothing at all. */
export type Poison = {
  readonly kind: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string | Buffer | null;
};

type Kind = {
  readonly kind: string;
  readonly topic: string;
  readonly count: number;
  /** What its dead letter says of it. */
  readonly error: RegExp;
  /** `mention` is one that would be good. */
  readonly spoil: (mention: Readonly<Record<string, unknown>>) => Poison['value'];
};

/** Elasticsearch takes ids of up to 512 bytes. */
export const LONG_ID = 600;
const DEPTH = 20_000;

const json = JSON.stringify;
const toMentions = (kind: string, error: RegExp, spoil: Kind['spoil']): Kind => ({
  ...{ kind, topic: TOPICS.mentions, count: 70 },
  ...{ error, spoil },
});

/** A thousand messages in all: twelve kinds of 70 for mentions, two of 50 for brand mentions, two of 30 for commands. */
export const KINDS: readonly Kind[] = [
  toMentions('no JSON', /not valid JSON/, () => '<html><h1>502 Bad Gateway</h1></html>'),
  toMentions('JSON that ends too early', /JSON/, (mention) => json(mention).slice(0, -25)),
  toMentions('null', /expected object, received null/, () => 'null'),
  toMentions('a list', /expected object, received array/, (mention) => json([mention])),
  toMentions('a number as text', /expected object, received number/, () => '42'),
  toMentions('wrong types', /expected string, received number.*expected object, received string/, (mention) =>
    json({ ...mention, text: 7, author: 'me' }),
  ),
  toMentions('no id', /"id"/, ({ id, ...mention }) => json(mention)),
  toMentions('a day that there is not', /Invalid ISO datetime/, (mention) =>
    json({ ...mention, publishedAt: '2026-02-30T25:61:00.000Z' }),
  ),
  toMentions('bytes that are no text', /not valid JSON/, (mention) =>
    Buffer.concat([
      Buffer.from([0x1f, 0x8b, 0xff, 0xfe, 0x00, 0xc3, 0x28]),
      Buffer.from(json(mention), 'utf16le'),
    ]),
  ),
  toMentions('nothing at all', /Unexpected end of JSON input/, () => null),
  toMentions('120 kB of nesting', /"author"/, (mention) =>
    json({ ...mention, author: 0 }).replace(
      '"author":0',
      `"author":${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
    ),
  ),
  toMentions('an id that the index does not take', /its id is longer than 512 bytes/, (mention) =>
    json({ ...mention, id: String(mention.id).padEnd(LONG_ID, '-') }),
  ),
  {
    ...{ kind: 'a mention for a brand mention', topic: TOPICS.brandMentions, count: 50 },
    ...{ error: /"brand"/, spoil: json },
  },
  {
    ...{ kind: 'a brand mention cut off', topic: TOPICS.brandMentions, count: 50 },
    ...{ error: /JSON/, spoil: (mention) => json({ ...mention, brand: 'acme' }).slice(0, 100) },
  },
  {
    ...{ kind: 'a command nobody knows', topic: TOPICS.commands, count: 30 },
    ...{ error: /"kind"/, spoil: ({ id }) => json({ id, do: { kind: 'explode' } }) },
  },
  {
    ...{ kind: 'a command in another language', topic: TOPICS.commands, count: 30 },
    ...{ error: /not valid JSON/, spoil: () => 'acknowledge: inc-1' },
  },
];

/** All of them in so many parts, each kind in each part alike. `mentionOf` gives a good one to spoil. */
export function poisonInParts(
  parts: number,
  mentionOf: (number: number) => Readonly<Record<string, unknown>>,
): Poison[][] {
  return Array.from({ length: parts }, (_, part) =>
    KINDS.flatMap(({ kind, topic, count, spoil }, index) =>
      Array.from({ length: count / parts }, (_, number) => ({
        ...{ kind, topic, key: topic === TOPICS.mentions ? `poison-${part}-${index}-${number}` : 'acme' },
        value: spoil(mentionOf(part * 10_000 + index * 100 + number)),
      })),
    ),
  );
}
