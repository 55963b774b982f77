type RuntimeField = {
  readonly type: 'double';
  readonly script: { readonly source: string };
  readonly description: string;
  readonly format: { readonly id: string; readonly params: Readonly<Record<string, unknown>> };
};

const DURATION = {
  id: 'duration',
  params: {
    inputFormat: 'seconds',
    outputFormat: 'humanizePrecise',
    outputPrecision: 1,
    includeSpaceWithSuffix: true,
    useShortSuffix: true,
  },
};

/** Painless: seconds from one instant of a mention to another. */
function secondsBetween(from: string, to: string): string {
  const ms = (name: string) => `doc['${name}'].value.toInstant().toEpochMilli()`;
  return `if (doc['${from}'].size() != 0 && doc['${to}'].size() != 0) { emit((${ms(to)} - ${ms(from)}) / 1000.0) }`;
}

/** Fields that Kibana computes when it asks; they need no room in the index. */
export const RUNTIME_FIELDS: Readonly<Record<string, RuntimeField>> = {
  negativeShare: {
    type: 'double',
    script: {
      source:
        "if (doc['sentiment.label'].size() != 0) { emit(doc['sentiment.label'].value == 'negative' ? 1 : 0) }",
    },
    description:
      '1 where the mention is negative, 0 where it is not; its mean is the share of the scored ones',
    format: { id: 'percent', params: { pattern: '0.[0]%' } },
  },
  collectDelay: {
    type: 'double',
    script: { source: secondsBetween('publishedAt', 'collectedAt') },
    description: 'seconds from the publication, as the source claims it, to our collecting it',
    format: DURATION,
  },
  storeDelay: {
    type: 'double',
    script: { source: secondsBetween('collectedAt', 'storedAt') },
    description: 'seconds from our collecting it to its being stored with all that was found out',
    format: DURATION,
  },
};
