import type { Origin } from './origin-signal';
import type { Pose } from './pose';
import { quote, type ReleaseText } from './release-text';

const FLASH_LENGTH = 280;

/** Channels on which people and papers speak of others. */
const SPOKEN = new Set(['social', 'forum', 'blog', 'news', 'review', 'video', 'newswire']);

/** Warnings, satire, opinion and tales of a hoax are about releases and are none. */
export function keepsDistance({ words, mention, titleEnd, plain }: ReleaseText): boolean {
  const isSpoken = SPOKEN.has(mention.channel);
  const fakes = words.of('fake');
  if (words.has('satire')) return true;
  if (isSpoken ? fakes.length > 0 : fakes.some(({ start }) => start <= titleEnd + 400)) return true;
  if (!isSpoken) return false;
  if (mention.channel === 'social' || mention.channel === 'forum') {
    if (words.has('doubt') || (plain.includes('?') && /^[^.!?\n]*\?/.test(plain))) return true;
  }
  if (mention.channel !== 'newswire' && words.of('opinion').some(({ start }) => start <= titleEnd + 200))
    return true;
  return words.of('deny').some(({ start }) => start <= titleEnd + 300);
}

/** An agency's word that the brand denies: no proof yet, but what people ask for first. */
export function agencyDenial(release: ReleaseText, origin: Origin): Pose | undefined {
  const { words } = release;
  const deny = words.of('deny')[0];
  if (!deny || words.has('satire') || !passesOnDenial(release, origin)) return undefined;
  const evidence = quote(release, deny);
  return {
    role: 'denial',
    speaks: false,
    signals: [
      {
        name: 'pose',
        weight: 0,
        evidence,
        explanation: 'An agency reports a denial; it is no statement of the brand itself.',
      },
    ],
  };
}

/** An agency's flash, or a paper's short word of a denial; a tale of the hoax is neither. */
function passesOnDenial({ words, plain, mention }: ReleaseText, { kind }: Origin): boolean {
  if (kind === 'wire') return plain.length <= FLASH_LENGTH;
  return mention.channel === 'news' && plain.length <= 3 * FLASH_LENGTH && !words.has('fake');
}
