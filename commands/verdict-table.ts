import type { Brand } from '#enrich/brand';
import { VERDICT_WORDS } from '#enrich/press-release/verdict-words';
import type { Verified } from '#enrich/press-release/verify';

const WIDTH = 96;

/** A verdict as people read it in a terminal: what, what to do, and each reason with its exact words. */
export function verdictTable(brand: Brand, { verdict, score, signals }: Verified): string {
  if (verdict === null)
    return `no verdict: the text neither poses as a release of ${brand.name} nor reports one`;
  const [name, advice] = VERDICT_WORDS[verdict];
  const weighty = signals.filter(({ weight }) => weight !== 0);
  const rows = [...weighty, ...signals.filter(({ weight }) => weight === 0)].flatMap((signal) => [
    `  ${signed(signal.weight).padStart(5)}  ${signal.name.padEnd(14)}${signal.explanation}`,
    ...wrapped(signal.evidence, WIDTH).map((line) => `${' '.repeat(23)}${line}`),
  ]);
  return [`${brand.name}: ${name} (score ${score.toFixed(2)})`, advice, '', ...rows].join('\n');
}

function signed(weight: number): string {
  return weight === 0 ? '·' : `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
