import { BlockList, isIP } from 'node:net';

/** Where a request may connect to: `public` hosts only, `private` ones too, or `any` address at all. */
export type AddressPolicy = 'public' | 'private' | 'any';

type Range = readonly [address: string, prefix: number];

// https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry
const LINK_LOCAL: readonly Range[] = [
  ['169.254.0.0', 16],
  ['fe80::', 10],
  // Metadata services of clouds outside 169.254/16: AWS over IPv6, Alibaba.
  ['fd00:ec2::', 32],
  ['100.100.100.200', 32],
];
const NOT_PUBLIC: readonly Range[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
];

const linkLocal = blockList(LINK_LOCAL);
const notPublic = blockList([...LINK_LOCAL, ...NOT_PUBLIC]);
const loopback = blockList([
  ['127.0.0.0', 8],
  ['::1', 128],
]);

/** Says whether an address literal may be connected to; anything that is not an address may not. */
export function isAllowedAddress(address: string, policy: AddressPolicy): boolean {
  if (isIP(address) === 0) return false;
  if (policy === 'any') return true;
  const refused = policy === 'public' ? notPublic : linkLocal;
  return !everyReading(address).some((reading) => contains(refused, reading));
}

/** True for a host name or literal that is this machine itself. */
export function isLoopbackHost(hostname: string): boolean {
  const host = unbracket(hostname).toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || contains(loopback, host);
}

/** `[::1]` as URLs write it → `::1`. */
export function unbracket(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** An IPv6 address that carries an IPv4 one (mapped, compatible, NAT64, 6to4) is judged by both. */
function everyReading(address: string): readonly string[] {
  if (isIP(address) === 4) return [address];
  const words = ipv6Words(address);
  const [a, b, c, d, e, f, g, h] = words as [number, number, number, number, number, number, number, number];
  const readings = [address];
  const high = [a, b, c, d].every((word) => word === 0);
  if (high && e === 0 && (f === 0xffff || f === 0) && (g !== 0 || h > 1)) readings.push(dotted(g, h));
  if (high && e === 0xffff && f === 0) readings.push(dotted(g, h));
  if (a === 0x64 && b === 0xff9b) readings.push(dotted(g, h));
  if (a === 0x2002) readings.push(dotted(b, c));
  return readings;
}

function ipv6Words(address: string): readonly number[] {
  const bare = address.replace(/%.*$/, '');
  // WHATWG URL writes an embedded IPv4 as two words and expands nothing else.
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::');
  const words = (text: string) =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
  const head = words(left);
  const tail = words(right ?? '');
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function contains(list: BlockList, address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  const family = isIP(bare);
  return family !== 0 && list.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

function blockList(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges)
    list.addSubnet(address, prefix, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  return list;
}
