/**
 * What letters look like that Unicode's table of confusables leaves alone or answers with a letter of another
 * alphabet: hooked, barred and small capital Latin ones, Cyrillic and Greek. Written "plain letter: its doubles".
 */
const DOUBLES = `a:əǝаαаɐᴀⱥ b:ƅɓʙьßвƀ c:ƈсᴄȼς d:đɖɗԁᴅð e:ɇеεэєɛᴇ f:ƒғꜰ g:ɢɡǥԍɠ h:ħɦⱨһнʜ i:ɩɪɨіιɨ j:ɉʝјɟᴊ k:ⱪᴋкκĸƙҡ
l:ɫłӏɭƚ m:ᴍɱмʍꮇ n:ꞑпηɴɲŋπ o:ᴏøоοσөɵ p:ƿƥрρþᴘ q:ʠԛ r:ʀɼɽɍɾгꭇ s:ʂꜱѕ t:ŧƫтτᴛƭț u:ᴜʉυцʋս v:ⱱᶌⱴᴠνѵ w:ⱳᴡԝωѡшɯ x:хχ y:ʏƴɏỿуγү
z:ʐᴢƶⱬȥ`;

/** From one letter that is not ASCII to the ASCII letter that it looks like. */
export const LETTER_LOOKS: ReadonlyMap<string, string> = new Map(
  DOUBLES.split(/\s+/).flatMap((entry) => {
    const [plain = '', doubles = ''] = entry.split(':');
    return [...doubles].map((double) => [double, plain] as const);
  }),
);
