type Word = { readonly value: string; readonly remark?: string };

const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  social: [
    'twitter',
    'x',
    'facebook',
    'instagram',
    'linkedin',
    'mastodon',
    'bluesky',
    'threads',
    'tiktok',
    'telegram',
  ],
  forum: ['reddit', 'hackernews', 'forums', 'board'],
  video: ['youtube', 'vimeo', 'twitch', 'videos'],
  news: ['rss', 'press', 'newspaper', 'online_news', 'article', 'print'],
  blog: ['blogs', 'medium', 'wordpress', 'substack'],
  review: ['reviews', 'trustpilot', 'google_reviews', 'app_store'],
  'e-mail': ['email', 'mail'],
  newswire: ['wire', 'wires', 'agency'],
};
const LANGUAGES: Readonly<Record<string, string>> = {
  english: 'en',
  french: 'fr',
  german: 'de',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  dutch: 'nl',
};
const TONES: Readonly<Record<string, string>> = {
  neg: 'negative',
  pos: 'positive',
  neu: 'neutral',
  mixed: 'neutral',
};

/** A value as others write it in Vigie's words; `remark` where it then means something else, or more. */
export function translate(field: string, value: string): Word {
  const word = value.trim().toLowerCase();
  switch (field) {
    case 'channel': {
      const channel = Object.entries(PLATFORMS).find(([, names]) => names.includes(word))?.[0];
      if (!channel) return { value: word };
      return {
        value: channel,
        remark: `"${value}" is read as all of channel "${channel}"; source tells apart where it came from`,
      };
    }
    case 'language':
      return { value: LANGUAGES[word] ?? (/^[a-z]{2}[-_]/.test(word) ? word.slice(0, 2) : word) };
    case 'sentiment':
      return { value: TONES[word] ?? word };
    case 'voice':
    case 'press_release.verdict':
      return { value: word };
    case 'hashtag':
      return { value: word.replace(/^#/, '') };
    case 'domain':
      return { value: word.replace(/^https?:\/\//, '').replace(/^www\./, '') };
    case 'brand':
      return /^[a-z0-9-]+$/.test(word)
        ? { value: word }
        : { value, remark: `"${value}" must be the id of a brand in config/brands/` };
    default:
      return { value };
  }
}
