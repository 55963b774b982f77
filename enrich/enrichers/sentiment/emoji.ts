import { senseOfTone, type WordSense } from './word-sense';

const GROUPS: readonly (readonly [number, string])[] = [
  [0.9, '😍 🥰 😻 💖 💗 💓 💞 💕 💘 🤩 🏆 🎉 🥳'],
  [0.7, '❤ ♥ 💙 💚 💛 💜 🧡 😊 😀 😃 😄 😁 ☺ 😘 👏 👍 🙌 💪 😇 🤗 🌟 ⭐ ✨ 💯 😎 🔝 🍀 🌹 🌸 ☀ 😋 🎊'],
  [0.4, '🙂 😉 😌 😂 🤣 😆 😅 🙏 👌 ✌ 😏 🚀 ✅ 💃 🎁 🎶 😜 😝 😛'],
  [-0.4, '😕 😐 😑 🙄 😒 🤔 😬 😔 😞 😟 🙁 ☹ 😶 😪 😓 😴 🤨 🥱 📉 ⚠'],
  [-0.7, '😢 😭 😩 😫 😖 😣 😥 😰 😨 😱 💔 👎 😤 🚨 🤦 🤮 🤢 😷 🤒 😵 🤥 🚫 ❌'],
  [-0.9, '😠 😡 🤬 👿 💩 🖕 ☠ 💀 🤡'],
];
const EMOTICONS: readonly (readonly [number, string])[] = [
  [0.6, ':) :-) =) :] (: ;) ;-) :D :-D =D xD XD :P :p <3 ^^ ^_^ :3 :* :-* \\o/ (8'],
  [-0.6, ":( :-( =( :[ ): ;( :'( :/ :-/ :\\ :| D: >:( -_- </3 :S ='("],
];

/** What emoji and emoticons say; skin colour and variation selectors are cut off before it is asked. */
export function emojiSenses(): ReadonlyMap<string, WordSense> {
  return new Map(
    [...GROUPS, ...EMOTICONS].flatMap(([tone, signs]) =>
      signs.split(' ').map((sign) => [sign, senseOfTone(tone)] as const),
    ),
  );
}
