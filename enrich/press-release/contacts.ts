import { findPhoneNumbersInText } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min.json';
import type { Brand, PressContact } from '../brand';
import type { Signal } from '../brand-mention';
import { hostOfAddress } from '../host-names';
import { isOwn } from './origin-signal';
import type { ReleaseText } from './release-text';

const LOOKED_AT = 8_000;
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
/** Characters of a text between a name and the number that goes with it. */
const BESIDE = 160;

type Phone = { readonly number: string; readonly written: string; readonly at: number };

/** Phones, e-mail addresses and names in the text, held against the press contacts in the brand's file. */
export function contactSignals(release: ReleaseText): Signal[] {
  const text = release.plain.slice(0, LOOKED_AT);
  const known = release.brand.pressContacts;
  const phones = phonesIn(text, release);
  return [...phoneSignals(release, phones, known), ...addressSignals(release, text, known)];
}

function phonesIn(text: string, { mention, brand }: ReleaseText): Phone[] {
  if (!/\d[\d .()/-]{6,}\d/.test(text)) return [];
  const defaultCountry = countryOf(brand, mention.language);
  return findPhoneNumbersInText(text, { defaultCountry, extended: true } as never, metadata as never).map(
    ({ number, startsAt, endsAt }) => ({
      number: number.number as string,
      written: text.slice(startsAt, endsAt),
      at: startsAt,
    }),
  );
}

const COUNTRIES = { fr: 'FR', de: 'DE', es: 'ES', it: 'IT', nl: 'NL', en: 'GB' } as const;

/** The country that a number without a prefix is dialled in. */
function countryOf(brand: Brand, language: string | undefined): string | undefined {
  const fromIsin = brand.exchange?.isin?.slice(0, 2);
  const spoken = (language ?? brand.languages[0] ?? '').slice(0, 2);
  return fromIsin ?? COUNTRIES[spoken as keyof typeof COUNTRIES];
}

function phoneSignals(
  release: ReleaseText,
  phones: readonly Phone[],
  known: readonly PressContact[],
): Signal[] {
  const numbers = new Set(known.flatMap(({ phone }) => (phone ? [phone.replace(/[^\d+]/g, '')] : [])));
  if (phones.length === 0 || numbers.size === 0) return [];
  const foreign = phones.filter(({ number }) => !numbers.has(number));
  if (foreign.length === 0)
    return [signal(-1, phones[0]!.written, 'The phone number is one of the press contacts on file.')];
  const named = nameBeside(release, foreign[0]!, known);
  if (named)
    return [
      signal(
        1.8,
        `${named}, ${foreign[0]!.written}`,
        `${named} is on file as a press contact, this number is not.`,
      ),
    ];
  return foreign.length === phones.length
    ? [signal(0.7, foreign[0]!.written, 'The phone number is not among the press contacts on file.')]
    : [];
}

const DESK =
  /press|presse|prensa|stampa|office|desk|service|team|media|relation|contact|communication|kommunikation/i;

/** A desk's name beside a strange number says little; a person's says that somebody has borrowed it. */
function isPerson(name: string): boolean {
  return name.includes(' ') && !DESK.test(name);
}

/** A person on file who has a number there, named right beside another one. */
function nameBeside(
  { plain }: ReleaseText,
  { at }: Phone,
  known: readonly PressContact[],
): string | undefined {
  const around = plain.slice(Math.max(0, at - BESIDE), at + BESIDE).toLowerCase();
  return known.find(({ name, phone }) => phone && isPerson(name) && around.includes(name.toLowerCase()))
    ?.name;
}

function addressSignals(
  { brand, lookAlike }: ReleaseText,
  text: string,
  known: readonly PressContact[],
): Signal[] {
  const addresses = [...new Set([...text.matchAll(ADDRESS)].map(([address]) => address.toLowerCase()))];
  if (addresses.length === 0) return [];
  const onFile = new Set(known.flatMap(({ email }) => (email ? [email.toLowerCase()] : [])));
  const strange = addresses.find((address) => lookAlike(hostOfAddress(address) ?? ''));
  if (strange) return [signal(1.2, strange, 'The address to answer to only looks like one of the brand.')];
  if (addresses.some((address) => onFile.has(address)))
    return [signal(-0.5, addresses[0]!, 'The address to answer to is on file as a press contact.')];
  if (addresses.every((address) => !isOwn(brand.officialDomains, hostOfAddress(address) ?? '')))
    return [signal(0.5, addresses[0]!, 'No address in the text belongs to the brand.')];
  return [];
}

function signal(weight: number, evidence: string, explanation: string): Signal {
  return { name: 'contacts', weight, evidence, explanation };
}
