// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a stranger may write it
import { seededRandom } from '../contract/naive-store';

/** What channels, mail programs, browsers, terminals or templates might give a meaning to. */
const CHARGES: readonly string[] = [
  ...['<!channel>', '<!here>', '<!everyone>', '<@U012AB3CD>', '<#C024BE7LR>', '<!subteam^S012345>'],
  ...['<https://evil.example|vinci.com>', '[vinci.com](https://evil.example)', '<at>everyone</at>'],
  ...['*bold*', '_italic_', '~struck~', '`code`', ':siren:', '> quote', '# heading', '- item', '| a | b |'],
  ...['\r\nBcc: victim@example.com', '\nX-Injected: yes', '\r\n\r\n<h1>body</h1>', '\r\n.\r\nQUIT\r\n'],
  ...[
    '{{ 7 | times: 191 }}',
    '{% raw %}',
    '{% include "/etc/passwd" %}',
    '{{ "x" | raw }}',
    '${7*7}',
    '<%= 7*7 %>',
  ],
  ...[
    '\u0000',
    '\u001b[31m',
    '\u001b]0;t\u0007',
    '\u009b31m',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u2060',
    '\ufeff',
  ],
  ...[
    '\u{e0041}',
    '\ud800',
    '\u00ad',
    '\u3164',
    '\u2028',
    'Z\u0335\u0321\u0322\u0327\u0328\u0334',
    '😀',
    '👩‍👩‍👧‍👦',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '"><svg onload=alert(1)>',
    '</title></style>',
  ],
  ...[
    'javascript:alert(1)',
    'https://evil.example/?a=1&b=2|x>y',
    'data:text/html;base64,PHN2Zz4=',
    '&lt;!channel&gt;',
  ],
  ...[
    '"',
    '\\',
    "'",
    '&',
    '<',
    '"}',
    '","text":"',
    '</Say><Dial>+199</Dial>',
    '&To=%2B199',
    ']]>',
    '%0d%0aTo:',
    '+1 = 2',
  ],
];

/** How a charge is brought: alone, inside a word, many times, very long, behind an escape of its own. */
const CARRIERS: readonly ((charge: string, other: string) => string)[] = [
  (charge) => charge,
  (charge, other) => `before ${charge} between ${other} after`,
  (charge, other) => `${other}${charge}${other}`,
  (charge) => charge.repeat(200),
  (charge, other) => `${'x'.repeat(140)}${charge}${'y'.repeat(140)}${other}`,
  (charge, other) => `${charge}${'é'.repeat(50_000)}${other}`,
  (charge) => [...charge].join('\u200b'),
  (charge) => `&amp;${charge.replaceAll('<', '&lt;')}\\${charge}`,
  (charge, other) => `${charge}\n${other}\r\n`.repeat(30),
];

/** So many texts of strangers, each time the same for a seed. */
export function seededHostileTexts(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const pick = <One>(list: readonly One[]) => list[Math.floor(random() * list.length)] as One;
  return Array.from({ length: count }, (_, index) => {
    // Every charge comes up, in an order of its own; the rest is chance.
    const charge = CHARGES[index % CHARGES.length] as string;
    return pick(CARRIERS)(charge, pick(CHARGES));
  });
}
