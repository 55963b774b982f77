import type { Signal } from '../brand-mention';

/** Where a text comes from, as far as it can be told. */
export type Origin = {
  readonly kind:
    | 'official-domain'
    | 'official-account'
    | 'unproven-mail'
    | 'regulated'
    | 'wire'
    | 'press'
    | 'look-alike'
    | 'look-alike-account'
    | 'spoofed'
    | 'free-host'
    | 'other-domain'
    | 'person'
    | 'unknown';
  readonly signals: readonly Signal[];
  /** The host that a look-alike or another's domain has. */
  readonly host?: string;
  /** That host bears the brand's name. */
  readonly bearsName?: true;
};

/** Whether a host is one of these domains or lies under one. */
export function isOwn(domains: Iterable<string>, host: string): boolean {
  for (const domain of domains) if (host === domain || host.endsWith(`.${domain}`)) return true;
  return false;
}

/** An origin that one signal tells of. */
export function one(kind: Origin['kind'], weight: number, evidence: string, explanation: string): Origin {
  return { kind, signals: [signal(weight, evidence, explanation)] };
}

/** A signal of the origin. */
export function signal(weight: number, evidence: string, explanation: string): Signal {
  return { name: 'origin', weight, evidence, explanation };
}
