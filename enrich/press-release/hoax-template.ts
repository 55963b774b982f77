import type { Signal } from '../brand-mention';
import { quote, type ReleaseText } from './release-text';
import type { ReleaseWord } from './release-words';

type HoaxTemplate = {
  readonly name: string;
  readonly like: string;
  readonly steps: readonly ReleaseWord[];
  /** Steps that must be there for the text to follow the template. */
  readonly least: number;
  readonly weight: number;
  /** Without these there is no likeness, however many others are there. */
  readonly must: readonly ReleaseWord[];
};

/** Built from the facts of the incidents named in `like`; the words of each step stand in `words/`. */
const TEMPLATES: readonly HoaxTemplate[] = [
  {
    name: 'restatement',
    like: 'WorldCom’s release of 2002, and the fakes of G4S (2014) and Vinci (2016) made after it',
    must: ['restate', 'accounts'],
    steps: [
      ...([
        'intends',
        'internalAudit',
        'transfers',
        'netLoss',
        'auditor',
        'auditorsTold',
        'notRelied',
      ] as const),
      ...(['unaudited', 'dismissed', 'regulatorTold', 'noEffect', 'shocked', 'conference'] as const),
    ],
    least: 6,
    weight: 2.2,
  },
  {
    name: 'confession',
    like: 'the false spokesman of Dow (2004) and other hoaxes that repent in a company’s name',
    must: ['apology', 'compensation'],
    steps: ['newLeaf', 'immediately', 'shocked'],
    least: 1,
    weight: 0.8,
  },
  {
    name: 'conversion',
    like: 'the fakes of the European Investment Bank (2013) and AP7 (2020)',
    must: ['giveUp', 'cause'],
    steps: ['newLeaf', 'byYear', 'immediately', 'shocked', 'apology'],
    least: 2,
    weight: 1.2,
  },
  {
    name: 'coin',
    like: 'the fakes of Walmart and Kroger (2021)',
    must: ['coin', 'pay'],
    steps: ['foundation', 'immediately', 'announce'],
    least: 2,
    weight: 0.9,
  },
  {
    name: 'bid from nowhere',
    like: 'the sham bids for Avon (2015), Fitbit (2016) and David Jones (2012)',
    must: ['bid', 'price'],
    steps: ['fund'],
    least: 1,
    weight: 0.9,
  },
  {
    name: 'lender with a conscience',
    like: 'the false ANZ release on Whitehaven Coal (2013)',
    must: ['loan', 'withdraws'],
    steps: ['responsible', 'cause', 'newLeaf'],
    least: 1,
    weight: 1.2,
  },
];

/** Whether the text takes the same steps as hoaxes on file; the nearest template only. */
export function hoaxTemplateSignals(release: ReleaseText): Signal[] {
  const { words } = release;
  const [nearest] = TEMPLATES.filter(({ must }) => must.every((step) => words.has(step)))
    .map((template) => ({ template, taken: template.steps.filter((step) => words.has(step)) }))
    .filter(({ template, taken }) => taken.length >= template.least)
    .sort((a, b) => b.template.weight - a.template.weight);
  if (!nearest) return [];
  const { template, taken } = nearest;
  const evidence = taken
    .slice(0, 6)
    .map((step) => quote(release, words.of(step)[0]!))
    .join('; ');
  return [
    {
      name: 'hoax-template',
      weight: template.weight,
      evidence: `${taken.length} of ${template.steps.length} steps: ${evidence}`,
      explanation: `It is built like ${template.like}.`,
    },
  ];
}
