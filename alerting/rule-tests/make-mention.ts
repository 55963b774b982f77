import type { Brand } from '#enrich/brand';
import {
  type BrandMention,
  brandMentionId,
  SentimentLabel,
  type Verdict,
  Voice,
} from '#enrich/brand-mention';
import { Channel } from '#ingest/mention';
import type { Draw } from './draw';
import type { Stretch } from './stretch';

/** Epoch milliseconds. */
type Times = { readonly publishedAt: number; readonly collectedAt: number };

const SCORES: Readonly<Record<SentimentLabel, number>> = { negative: -0.7, neutral: 0, positive: 0.7 };
/** How likely a fake is, as the gate would put it. */
const RELEASE_SCORES: Readonly<Record<Verdict, number>> = {
  official: 0.02,
  corroborated: 0.05,
  unverified: 0.4,
  suspect: 0.7,
  'likely-fake': 0.95,
  refuted: 1,
};

/** Makes the mentions of one test: each has a number, and knows which stories have been told before. */
export function createMentionMaker(
  brand: Brand,
): (stretch: Stretch, draw: Draw, times: Times) => BrandMention {
  const copies = new Map<string, number>();
  let number = 0;
  return (stretch, draw, { publishedAt, collectedAt }) => {
    number += 1;
    const { authors, outlet, title, followers, reach, look_alike } = stretch;
    const write = (pattern: string, n = number) => pattern.replaceAll('{n}', String(n));
    const channel = Channel.parse(draw.label(stretch.channel));
    const author = write(stretch.author, authors === undefined ? number : ((number - 1) % authors) + 1);
    const language = stretch.language && draw.label(stretch.language);
    const story = write(stretch.story);
    const before = copies.get(story) ?? 0;
    copies.set(story, before + 1);
    return {
      id: brandMentionId(`test-${number}`, brand.id),
      mentionId: `test-${number}`,
      brand: brand.id,
      matched: [brand.name],
      source: stretch.source,
      channel,
      ...(outlet !== undefined && { outlet }),
      ...(title !== undefined && { title: write(title) }),
      text: write(stretch.text ?? `Somebody speaks about ${brand.name}, number {n}.`),
      author: { id: author, handle: author, ...(followers !== undefined && { followers }) },
      publishedAt: new Date(publishedAt).toISOString(),
      collectedAt: new Date(collectedAt).toISOString(),
      ...(language !== undefined && { language }),
      ...sentimentOf(draw.label(stretch.sentiment)),
      story: { id: story, first: before === 0, copies: before },
      voice: Voice.parse(draw.label(stretch.voice)),
      ...(reach !== undefined && { reach: { raw: reach, discounted: reach } }),
      hashtags: stretch.hashtags,
      domains: [...stretch.domains, ...(look_alike === undefined ? [] : [look_alike])],
      ...originOf(look_alike, channel),
      ...releaseOf(stretch, brand),
      risks: [
        ...(look_alike === undefined ? [] : [lookAlikeRisk(look_alike, brand)]),
        ...stretch.risks.map((kind) => ({ kind, evidence: author, explanation: `A test says so: ${kind}` })),
      ],
      failures: [],
    };
  };
}

function sentimentOf(word: string): Pick<BrandMention, 'sentiment'> {
  const { data: label } = SentimentLabel.safeParse(word);
  return label
    ? { sentiment: { score: SCORES[label], label, confidence: 0.9, words: [], model: 'test/1' } }
    : {};
}

function originOf(host: string | undefined, channel: Channel): Pick<BrandMention, 'url' | 'sender'> {
  if (host === undefined) return {};
  return channel === 'e-mail' ? { sender: `presse@${host}` } : { url: `https://${host}/` };
}

function lookAlikeRisk(
  host: string,
  { name, officialDomains: [official] }: Brand,
): BrandMention['risks'][number] {
  const explanation = `${host} is no domain of ${name}${official === undefined ? '' : `: it only looks like ${official}`}`;
  return { kind: 'look-alike-domain', evidence: host, explanation };
}

function releaseOf({ press_release, look_alike }: Stretch, brand: Brand): Pick<BrandMention, 'pressRelease'> {
  if (!press_release) return {};
  const { verdict, role, claims, denial } = press_release;
  const risk = look_alike === undefined ? undefined : lookAlikeRisk(look_alike, brand);
  const { evidence = '', explanation = '' } = risk ?? {};
  return {
    pressRelease: {
      verdict,
      role,
      claims,
      score: RELEASE_SCORES[verdict],
      signals: risk ? [{ name: 'origin', weight: 4, evidence, explanation }] : [],
      origin: risk ? 'look-alike' : verdict === 'official' ? 'official-domain' : 'other-domain',
      case: brandMentionId(press_release.case, brand.id),
      ...(denial && { denial }),
    },
  };
}
