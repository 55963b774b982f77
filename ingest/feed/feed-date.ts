const MONTHS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'jan januar janvier enero gennaio ene gen',
    'feb februar fév févr février feb febbraio',
    'mar märz mrz mars marzo',
    'apr april avr avril abr abril aprile',
    'may mai mayo maggio mag',
    'jun juni juin junio giugno giu',
    'jul juli juil juillet julio luglio lug',
    'aug august aoû août ago agosto',
    'sep sept september septembre septiembre settembre set',
    'oct okt oktober octobre octubre ottobre ott',
    'nov november novembre noviembre',
    'dec dez dezember déc décembre dic diciembre dicembre',
  ].flatMap((names, month) => names.split(' ').map((name) => [name, month])),
);
const ZONE_HOURS: Readonly<Record<string, number>> = {
  ...{
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 1,
    bst: 1,
    cet: 1,
    mez: 1,
    cest: 2,
    mesz: 2,
    eet: 2,
    eest: 3,
    msk: 3,
  },
  ...{ ist: 5.5, sgt: 8, hkt: 8, jst: 9, kst: 9, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
  ...{ est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10 },
};
const ISO =
  /^(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*([a-z]{1,5}|[+-]\d{1,2}:?\d{0,2})?)?$/i;
const RFC822 =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,2})[\s.-]+(\p{L}+)[\s.,-]+(\d{2,4})(?:[\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*([a-z]{1,5}|(?:gmt|utc)?[+-]\d{1,2}:?\d{0,2})?(?:\s*\(.*\))?$/iu;
const ASCTIME =
  /^\w{3,9},?\s+(\w{3,9})\s+(\d{1,2}),?\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:([a-z]{1,5})\s+)?(\d{4})$/i;

/** A feed's time as ISO 8601 in UTC. What names no zone is read as UTC; what is no time is `undefined`. */
export function readFeedDate(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '' || trimmed.length > 80) return undefined;
  const iso = ISO.exec(trimmed);
  if (iso) return instant([iso[1], Number(iso[2]) - 1, iso[3] ?? 1, iso[4], iso[5], iso[6]], iso[7]);
  const rfc = RFC822.exec(trimmed);
  if (rfc) return instant([fullYear(rfc[3]), monthOf(rfc[2]), rfc[1], rfc[4], rfc[5], rfc[6]], rfc[7]);
  const asc = ASCTIME.exec(trimmed);
  if (asc) return instant([asc[7], monthOf(asc[1]), asc[2], asc[3], asc[4], asc[5]], asc[6]);
  return undefined;
}

type Parts = readonly (string | number | undefined)[];

function instant(parts: Parts, zone: string | undefined): string | undefined {
  const [year = 0, month = 0, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const offsetMs = zoneMs(zone ?? 'z');
  if (offsetMs === undefined || !(month >= 0 && month < 12) || day < 1 || day > 31 || hour > 24)
    return undefined;
  const ms = Date.UTC(year, month, day, hour, minute, Math.min(second, 59)) - offsetMs;
  return Number.isNaN(ms) || year < 1970 || year > 9999 ? undefined : new Date(ms).toISOString();
}

function zoneMs(zone: string): number | undefined {
  const numeric = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone);
  if (!numeric) {
    const hours = ZONE_HOURS[zone.toLowerCase()];
    return hours === undefined ? undefined : hours * 3_600_000;
  }
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return (numeric[1] === '-' ? -minutes : minutes) * 60_000;
}

function monthOf(name = ''): number {
  const lower = name.toLowerCase();
  return MONTHS[lower] ?? MONTHS[lower.slice(0, 3)] ?? Number.NaN;
}

function fullYear(year = ''): number {
  const value = Number(year);
  if (year.length > 2) return value;
  return value < 70 ? 2000 + value : 1900 + value;
}
