import type { Signal } from '../brand-mention';
import { amountsIn } from './amounts';
import { quote, type ReleaseText } from './release-text';

const MILLION = /(mill?ione?n?s?|millones|milioni|mio\.?|mn|\dm)\b/i;
const BILLION = /(billions?|milliards?|milliarden|mrd\.?|miliardi|miles de millones|bn)\b/i;

/** Figures that do not fit each other: hoaxers rarely keep accounts. */
export function consistencySignals(release: ReleaseText): Signal[] {
  return [...profitBesideLoss(release), ...mixedScales(release)];
}

/** An operating profit beside a net loss is possible, and rare; two of the hoaxes on file had it. */
function profitBesideLoss(release: ReleaseText): Signal[] {
  const { words, folded } = release;
  const [loss] = words.of('netLoss');
  const profit = words.of('operatingProfit').find(({ start, end }) => {
    // A net loss in the same sentence says nothing of the sign of the operating result.
    const next = words.of('netLoss').find((other) => other.start >= end)?.start ?? folded.length;
    const around = folded.slice(start, Math.min(end + 120, next));
    return (
      /\d/.test(around) &&
      !/(loss|negati|perte|verlust|perdida|perdita|minus|-\s?\d)/.test(around.split(/[.;]/)[0] ?? '')
    );
  });
  if (!loss || !profit) return [];
  return [
    {
      name: 'consistency',
      weight: 0.7,
      evidence: `${quote(release, profit)} beside ${quote(release, loss)}`,
      explanation: 'It announces a positive operating result and a net loss at once.',
    },
  ];
}

/** One figure once in millions and once in billions. */
function mixedScales({ plain }: ReleaseText): Signal[] {
  const scales = new Map<string, { million?: string; billion?: string }>();
  for (const amount of amountsIn(plain)) {
    const digits = amount.replace(/[^\d]/g, '').replace(/0+$/, '');
    if (digits.length < 2) continue;
    const seen = scales.get(digits) ?? {};
    if (BILLION.test(amount)) seen.billion ??= amount;
    else if (MILLION.test(amount)) seen.million ??= amount;
    scales.set(digits, seen);
  }
  const mixed = [...scales].find(
    ([digits, { million, billion }]) =>
      million && billion && isLong(million, billion) && !isSame(digits, million, billion),
  );
  if (!mixed) return [];
  const [, { million, billion }] = mixed;
  return [
    {
      name: 'consistency',
      weight: 0.7,
      evidence: `“${million}” and “${billion}”`,
      explanation: 'It mixes millions and billions.',
    },
  ];
}

/** "12 million" and "1.2 billion" meet by chance; three figures do not. */
function isLong(...amounts: readonly string[]): boolean {
  return amounts.some((amount) => amount.replace(/[^\d]/g, '').length >= 3);
}

/** 2,490 million is 2.49 billion. */
function isSame(_: string, million: string, billion: string): boolean {
  const value = (text: string) =>
    Number(
      text
        .replace(/[^\d.,]/g, '')
        .replace(/[.,](?=\d{3}\b)/g, '')
        .replace(',', '.'),
    );
  const [millions, billions] = [value(million), value(billion)];
  return Math.abs(millions - billions * 1_000) <= 0.01 * millions;
}
