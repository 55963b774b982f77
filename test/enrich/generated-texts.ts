import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#ingest/thread';

/** Ranges of characters: scripts with and without case, marks, signs, emoji, halves of long characters, controls. */
const SCRIPTS: readonly (readonly [from: number, to: number])[] = [
  [0x61, 0x7a],
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x20, 0xff],
  [0xc0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x531, 0x586],
  [0x5d0, 0x5ea],
  [0x600, 0x7bf],
  [0x900, 0x97f],
  [0x980, 0xdff],
  [0xe00, 0xeff],
  [0x10a0, 0x11ff],
  [0x1200, 0x137f],
  [0x1e00, 0x1fff],
  [0x2000, 0x214f],
  [0x2460, 0x27bf],
  [0x3040, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xdfff],
  [0xf900, 0xffff],
  [0x0, 0x1f],
  [0x10400, 0x1044f],
  [0x1d165, 0x1d7ff],
  [0x1f300, 0x1faff],
  [0xe0000, 0xe01ef],
];

/** What walks over texts stumble over. */
const PIECES = [
  ...'\'’`´ʼ-–—_.,;:!?…#＃@&<>/|()[]*=^"\n\t\u00a0\u3000\u200b\u200d\ufe0f\u00ad\u2028',
  ..."'' ... :) :-( ;) xD 8) 8' x'( <3 </3 )-: (: ): >:( ^_^ ^^ -_- =) :P :3 \\o/ ))) !!!".split(' '),
  ...'http://a.b/c?d https://x.com/Vinci HTTP://x http: https: httpx ahttp://b @vinci @a.b_c #Tag #été'.split(
    ' ',
  ),
  ...'İ ı ſ K Å Ω Σ ς ΟΔΟΣ ΟΔΟΣ.Α ß ẞ ﬁ ℹ ① ² ½ ٣ 0 12 2016 3,5 ǅ 𝒜 𐐀 𐐨'.split(' '),
  ...'😀 ❤️ 👨‍👩‍👧 🇫🇷 👍🏽 © ® ™ ‼ 1️⃣ e\u0301 \u0301\u0316'.split(' '),
  ...'soooo NOOOO GREAT ÉTÉ aaa not n’est don’t dogs’ ’tis rock’n’roll very but aber mais pas good fraud'.split(
    ' ',
  ),
  ...'the of and is was le les des une est der die und ist nicht el los una il della het een não para'.split(
    ' ',
  ),
  ...'а привет не что это и мир שלום مرحبا नमस्ते 你好 こんにちは 안녕 สวัสดี Γειά xin chào cześć też'.split(' '),
  ' ',
  '   ',
];

/** Texts of random words in many scripts and of hostile pieces; the same for the same seed. */
export function generatedTexts(count: number, seed = 1): string[] {
  const below = randomBelow(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  const word = () => {
    const [from, to] = pick(SCRIPTS);
    const length = below(40) === 0 ? 60 + below(80) : 1 + below(9);
    return Array.from({ length }, () =>
      below(15) === 0 ? pick(PIECES) : String.fromCodePoint(from + below(to - from + 1)),
    ).join('');
  };
  const text = () => {
    const words = 1 + below(below(10) === 0 ? 250 : 40);
    const parts = Array.from({ length: words }, () => (below(3) === 0 ? word() : pick(PIECES)));
    return parts.map((part) => (below(5) === 0 ? part : `${part} `)).join('');
  };
  return Array.from({ length: count }, text);
}

/** Numbers that look random, each below its limit; a linear congruence. */
function randomBelow(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** What people wrote on 22 November 2016, as the shipped recording has it. */
export function recordedTexts(): string[] {
  const lines = readFileSync(join(packageRoot(), 'config/replays/vinci-2016.ndjson'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line).text ?? '');
}
