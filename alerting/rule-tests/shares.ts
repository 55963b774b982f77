import { z } from 'zod';
import { suggest } from '../matchers/likely-word';

/** How often a label is given; the shares of a list add up to 1. */
export type Share = { readonly label: string; readonly share: number };

const PART = /^(\d+(?:\.\d+)?)\s*%\s*(.+)$/;
const EXAMPLE = 'as in "45% negative, 55% neutral"';

/** A label, or labels with their shares: `negative`, `45% negative, 55% neutral`. Any label where none are listed. */
export function sharesOf(labels?: readonly string[]) {
  return z.string().transform((text, context): readonly Share[] => {
    const read = readShares(text);
    const unknown = read.shares.find(({ label }) => labels && !labels.includes(label));
    const message =
      unknown && labels ? `unknown label "${unknown.label}"${suggest(unknown.label, labels)}` : read.mistake;
    if (message === undefined) return read.shares;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function readShares(text: string): { readonly shares: readonly Share[]; readonly mistake?: string } {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 1 && !text.includes('%')) {
    const [label = ''] = parts;
    return label === '' ? { shares: [], mistake: 'is empty' } : { shares: [{ label, share: 1 }] };
  }
  const shares = parts.flatMap((part) => {
    const [, percent, label = ''] = PART.exec(part) ?? [];
    return percent === undefined ? [] : [{ label: label.trim(), share: Number(percent) / 100 }];
  });
  if (shares.length < parts.length)
    return { shares, mistake: `expected a share before each label, ${EXAMPLE}` };
  const sum = Math.round(shares.reduce((all, { share }) => all + share, 0) * 10_000) / 100;
  return sum === 100
    ? { shares }
    : { shares, mistake: `the shares add up to ${sum} %: they must make 100 %` };
}
