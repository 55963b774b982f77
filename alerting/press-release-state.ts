import type { BrandMention, PressRelease, Verdict } from '#enrich/brand-mention';
import { type KeptText, keepText, placeOf, relayerOf } from './doubted-text';
import { isAtLeast, isVouchedFor } from './release-case';

/** Who passed it on; `isNamed`: an outlet, agency or journalist, whom people want to see before the public. */
export type KeptRelay = { id: string; by: string; at: number; times: number; isNamed: boolean };
/** `refutes`: the ids that it names, or all that began before it. */
export type KeptDenial = {
  id: string;
  by: string;
  at: number;
  extent?: 'full' | 'partial';
  verdict: Verdict;
  refutes: 'all' | readonly string[];
};
export type Settled = Pick<KeptDenial, 'by' | 'at' | 'extent'> & { verdict: 'refuted' | 'corroborated' };

/** One affair: a doubted release with its copies, relays and false denials. Plain JSON; times are epoch milliseconds. */
export type KeptCase = {
  id: string;
  firstAt: number;
  lastAt: number;
  verdict: Verdict;
  /** Its verdict has reached the rule's. */
  isRaised: boolean;
  mentions: number;
  texts: KeptText[];
  /** Origins and stories of its texts: what comes from there again is a copy. */
  known: string[];
  relays: KeptRelay[];
  relayed: number;
  silentSince?: number;
  settled?: Settled;
};
export type PressReleaseState = { cases: KeptCase[]; denials: KeptDenial[]; furtherFakes: number };

const MOST_CASES = 12;
const MOST_TEXTS = 6;
const MOST_RELAYS = 20;
const MOST_DENIALS = 8;
const MOST_KNOWN = 40;
const MOST_NAMED = 20;

type Judged = {
  readonly at: number;
  readonly mention: BrandMention;
  readonly judged: PressRelease;
  /** The verdict from which the rule raises an alert. */
  readonly threshold: Verdict;
};

export function emptyPressReleases(): PressReleaseState {
  return { cases: [], denials: [], furtherFakes: 0 };
}

/** Takes a mention that the gate judged into the affair that it belongs to; what is vouched for begins none. */
export function takeJudged(state: PressReleaseState, given: Judged): void {
  const { judged, threshold, at } = given;
  const isDenial = judged.role === 'denial' && !isAtLeast(judged.verdict, threshold);
  const known = caseOf(state, judged.case);
  if (isDenial) takeDenial(state, given);
  else if (!isVouchedFor(judged.verdict)) takeDoubted(state, known ?? beginCase(state, given), given);
  else if (known && judged.role === 'report') addRelay(known, given);
  if (known && isDenial) known.lastAt = Math.max(known.lastAt, at);
  rejudge(state, given);
  raise(state, threshold);
}

/** Lets go of affairs and denials of which nothing was heard since this event time; tells whether there were any. */
export function forgetCases(state: PressReleaseState, before: number): boolean {
  const isOver =
    state.cases.some(({ lastAt }) => lastAt < before) || state.denials.some(({ at }) => at < before);
  if (!isOver) return false;
  state.cases = state.cases.filter(({ lastAt }) => lastAt >= before);
  state.denials = state.denials.filter(({ at }) => at >= before);
  return true;
}

function caseOf({ cases }: PressReleaseState, id: string): KeptCase | undefined {
  return cases.find(
    (one) =>
      one.id === id ||
      one.texts.some((text) => text.id === id) ||
      one.relays.some((relay) => relay.id === id),
  );
}

function beginCase(state: PressReleaseState, { at, mention, judged }: Judged): KeptCase {
  // With several enrich workers the denial may be here before what it denies.
  const denial = state.denials.find(
    ({ refutes, ...denied }) =>
      isVouchedFor(denied.verdict) &&
      denied.at >= at &&
      (refutes === 'all' || refutes.includes(judged.case) || refutes.includes(mention.id)),
  );
  const begun: KeptCase = {
    id: judged.case,
    firstAt: at,
    lastAt: at,
    verdict: judged.verdict,
    isRaised: false,
    mentions: 0,
    texts: [],
    known: [],
    relays: [],
    relayed: 0,
    ...(denial && { settled: settledBy(denial, 'refuted') }),
  };
  state.cases.push(begun);
  if (state.cases.length > MOST_CASES) {
    const [least] = state.cases.filter((one) => one !== begun).sort(compareWeight);
    state.cases = state.cases.filter((one) => one !== least);
  }
  return begun;
}

/** What can be let go of first: what raised nothing, then what is settled, then the oldest. */
function compareWeight(a: KeptCase, b: KeptCase): number {
  return (
    Number(a.isRaised) - Number(b.isRaised) || Number(!a.settled) - Number(!b.settled) || a.lastAt - b.lastAt
  );
}

function takeDoubted(state: PressReleaseState, into: KeptCase, given: Judged): void {
  const { at, mention, judged } = given;
  if (into.texts.some(({ id }) => id === mention.id)) return;
  into.mentions += 1;
  into.firstAt = Math.min(into.firstAt, at);
  into.lastAt = Math.max(into.lastAt, at);
  if (isAtLeast(judged.verdict, into.verdict)) into.verdict = judged.verdict;
  if (judged.waitedMs !== undefined)
    into.silentSince = Math.min(into.silentSince ?? at, Math.max(into.firstAt, at - judged.waitedMs));
  const text = keepText(mention, judged, at);
  const part = partOf(into, text, given.threshold);
  if (part === 'another fake') state.furtherFakes += 1;
  if (part !== 'copy') {
    into.texts.push(text);
    // The first says what it is about, the latest what is new.
    if (into.texts.length > MOST_TEXTS) into.texts.splice(1, 1);
  }
  const isRelay = judged.role === 'report' || (part === 'copy' && !into.known.includes(`from ${text.from}`));
  if (isRelay) addRelay(into, given);
  if (judged.role !== 'report') remember(into, text);
}

type Part = 'first' | 'another fake' | 'copy';

/** What a text is to its affair. From the same origin, or with the same words, it is a copy; so is what is only suspect. */
function partOf(into: KeptCase, text: KeptText, threshold: Verdict): Part {
  if (into.texts.length === 0) return 'first';
  if (text.role === 'report' || keysOf(text).some((key) => into.known.includes(key))) return 'copy';
  if (into.texts.every(({ role }) => role === 'report')) return 'first';
  return isAtLeast(text.verdict, text.role === 'denial' ? threshold : 'likely-fake')
    ? 'another fake'
    : 'copy';
}

function keysOf({ from, story }: KeptText): string[] {
  return [`from ${from}`, ...(story === undefined ? [] : [`story ${story}`])];
}

function remember(into: KeptCase, text: KeptText): void {
  into.known = [...new Set([...into.known, ...keysOf(text)])].slice(0, MOST_KNOWN);
}

function addRelay(into: KeptCase, { at, mention }: Judged): void {
  into.relayed += 1;
  into.lastAt = Math.max(into.lastAt, at);
  const by = relayerOf(mention);
  const isNamed =
    mention.outlet !== undefined || mention.voice === 'agency' || mention.voice === 'journalist';
  const known = into.relays.find((relay) => relay.by === by);
  if (known) {
    known.times += 1;
    known.at = Math.min(known.at, at);
    return;
  }
  if (into.relays.length >= MOST_RELAYS) {
    const spare = isNamed ? into.relays.findLastIndex((relay) => !relay.isNamed) : -1;
    if (spare < 0) return;
    into.relays.splice(spare, 1);
  }
  into.relays.push({ id: mention.id, by, at, times: 1, isNamed });
}

/** A denial that is not itself a fake; one of the brand's own that names nothing refutes all that is open. */
function takeDenial(state: PressReleaseState, { at, mention, judged }: Judged): void {
  if (state.denials.some(({ id }) => id === mention.id)) return;
  const named = judged.rejudges?.map(({ id }) => id) ?? [];
  const isWhole = judged.denial === 'full' && named.length === 0 && isVouchedFor(judged.verdict);
  const denial: KeptDenial = {
    id: mention.id,
    by: isVouchedFor(judged.verdict) ? placeOf(mention) : relayerOf(mention),
    at,
    ...(judged.denial && { extent: judged.denial }),
    verdict: judged.verdict,
    refutes: isWhole ? 'all' : named.slice(0, MOST_NAMED),
  };
  state.denials.push(denial);
  if (state.denials.length > MOST_DENIALS) {
    const spare = state.denials.findIndex(({ verdict }) => !isVouchedFor(verdict));
    state.denials.splice(Math.max(0, spare), 1);
  }
  if (!isWhole) return;
  for (const one of state.cases) if (one.firstAt <= at) settle(one, settledBy(denial, 'refuted'));
}

function settledBy({ by, at, extent }: KeptDenial, verdict: Settled['verdict']): Settled {
  return { verdict, at, by, ...(extent && { extent }) };
}

/** What was refuted stays so; what a wire had carried may still be denied by the brand. */
function settle(one: KeptCase, settled: Settled): void {
  const isOverruled = one.settled?.verdict === 'corroborated' && settled.verdict === 'refuted';
  if (one.settled === undefined || isOverruled) one.settled = settled;
}

/** Takes over the verdicts that a mention gives to earlier ones. */
function rejudge(state: PressReleaseState, { at, mention, judged }: Judged): void {
  const { rejudges = [] } = judged;
  const isAnyKnown = rejudges.some(({ id }) => caseOf(state, id));
  for (const { id, verdict } of rejudges) {
    const one = caseOf(state, isAnyKnown ? id : judged.case);
    if (!one) continue;
    one.lastAt = Math.max(one.lastAt, at);
    if (verdict === 'refuted' || isVouchedFor(verdict)) {
      const by = placeOf(mention);
      const what = verdict === 'refuted' ? 'refuted' : 'corroborated';
      settle(one, { verdict: what, at, by, ...(judged.denial && { extent: judged.denial }) });
      // Somebody is told of a fake that nobody had found suspect before the brand denied it.
      if (verdict === 'refuted') one.verdict = verdict;
    } else if (one.id === id || isAtLeast(verdict, one.verdict)) one.verdict = verdict;
    one.texts = one.texts.map((text) => (text.id === id ? { ...text, verdict } : text));
  }
}

function raise(state: PressReleaseState, threshold: Verdict): void {
  for (const one of state.cases) {
    const isGenuine = one.settled?.verdict === 'corroborated';
    if (one.isRaised || isGenuine || !isAtLeast(one.verdict, threshold)) continue;
    if (state.cases.some(({ isRaised }) => isRaised)) state.furtherFakes += 1;
    one.isRaised = true;
  }
}
