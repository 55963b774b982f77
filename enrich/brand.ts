import { z } from 'zod';

const Domain = z
  .string()
  .toLowerCase()
  .regex(
    /^(?!-)[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u,
    'expected a host name such as "vinci.com", without scheme or path',
  );

const Name = z.strictObject({
  text: z.string().min(2).describe('the name as people write it'),
  ambiguous: z
    .boolean()
    .default(false)
    .describe('the name also means something else: a context word must stand near it'),
  caseSensitive: z
    .boolean()
    .default(false)
    .describe('match only this spelling of upper and lower case (for acronyms)'),
});

export const Account = z.strictObject({
  network: z.string().min(1).describe('x, bluesky, linkedin, facebook, instagram, youtube, mastodon …'),
  handle: z.string().min(1).describe('without the leading @'),
});
export type Account = z.infer<typeof Account>;

export const PressContact = z.strictObject({
  name: z.string().describe('person or desk'),
  phone: z.string().optional().describe('international form, for example "+33 1 47 16 35 00"'),
  email: z.string().optional().describe('address that releases really come from'),
});
export type PressContact = z.infer<typeof PressContact>;

export const Executive = z.strictObject({
  name: z.string().describe('full name'),
  role: z.string().describe('office, for example "chief financial officer"'),
  account: Account.optional().describe('the account that is really theirs'),
});
export type Executive = z.infer<typeof Executive>;

const Reachable = z.strictObject({
  name: z.string().min(1).describe('person or desk'),
  role: z.string().optional().describe('what they do in an emergency'),
  phone: z.string().optional().describe('international form, answered at any hour'),
  email: z.string().optional(),
});

/** The emergency procedure that the AMF asks listed companies to keep ready (23 February 2017). */
export const EmergencySheet = z.strictObject({
  people: z.array(Reachable).default([]).describe('who is called, in this order'),
  decisionChain: z.array(z.string().min(1)).default([]).describe('who decides what, step by step'),
  denial: z.string().optional().describe('the standard text of a denial, ready to send'),
  regulator: z.array(Reachable).default([]).describe('contacts at the regulator, for example the AMF'),
  exchange: z.array(Reachable).default([]).describe('contacts at the exchange, for example Euronext'),
});
export type EmergencySheet = z.infer<typeof EmergencySheet>;

/** A watched brand: one file in `config/brands/`. */
export const Brand = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
    .describe('short name used in keys, rules and addresses; never change it'),
  name: z.string().min(1).describe('as shown to people'),
  names: z
    .array(
      z.union([
        z
          .string()
          .min(2)
          .transform((text) => Name.parse({ text })),
        Name,
      ]),
    )
    .min(1)
    .describe(
      'names and aliases that make a mention be about the brand; a text, or {text, ambiguous, caseSensitive}',
    ),
  context: z
    .strictObject({
      require: z
        .array(z.string())
        .default([])
        .describe('words of which one must stand near an ambiguous name'),
      exclude: z
        .array(z.string())
        .default([])
        .describe('words that near a name mean that something else is meant'),
    })
    .prefault({})
    .describe('what tells the brand from other bearers of its name'),
  officialDomains: z.array(Domain).default([]).describe('domains that the brand owns and speaks from'),
  officialAccounts: z.array(Account).default([]).describe('social accounts that the brand speaks from'),
  newsroom: z.url().optional().describe('feed of the newsroom; collected as channel newsroom'),
  feeds: z.array(z.url()).default([]).describe('feeds to collect for this brand (RSS, Atom, RDF, JSON Feed)'),
  pressContacts: z.array(PressContact).default([]).describe('the only contacts that a genuine release names'),
  wires: z
    .array(Domain)
    .default([])
    .describe(
      'wires that the brand really uses, for example businesswire.com; a release on another is doubted',
    ),
  emergencySheet: EmergencySheet.optional().describe('stands on the page about a fake release'),
  executives: z.array(Executive).default([]).describe('people whose name counts for the brand'),
  competitors: z.array(z.string()).default([]).describe('ids or names of brands to compare with'),
  products: z.array(z.string()).default([]).describe('products and subsidiaries; matched like names'),
  exchange: z
    .strictObject({
      ticker: z.string().describe('for example "DG.PA"'),
      isin: z.string().optional().describe('for example "FR0000125486"'),
      market: z.string().describe('for example "Euronext Paris"'),
      timezone: z.string().describe('IANA zone, for example "Europe/Paris"'),
      hours: z
        .strictObject({ open: z.string().describe('"09:00"'), close: z.string().describe('"17:30"') })
        .describe('trading hours in that zone'),
    })
    .optional()
    .describe('where the share is traded'),
  languages: z
    .array(z.string())
    .default([])
    .describe('languages that mentions are expected in, for example [fr, en]'),
});
export type Brand = z.infer<typeof Brand>;
