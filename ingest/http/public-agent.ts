import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup as systemLookup } from 'node:dns';
import { Agent } from 'undici';
import { type AddressPolicy, isAllowedAddress } from './private-address';

/** Finds every address of a host name; the system's resolver unless a test says otherwise. */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

/** Thrown while connecting: every address of the host is refused by the policy. */
export class AddressRefusedError extends Error {
  constructor(hostname: string, addresses: readonly string[]) {
    super(`${hostname} is at ${addresses.join(', ')}`);
    this.name = 'AddressRefusedError';
  }
}

export type AgentLimits = {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly idleMs: number;
};

/** The system's resolver, with the addresses in its own order. */
export const resolveBySystem: ResolveHost = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });

/**
 * An agent that only connects to addresses that the policy allows. The check is made on the very addresses that the
 * socket then uses, so a name that answers differently the second time gains nothing. Literal addresses in the
 * URL never reach the resolver: the caller checks those.
 */
export function createAgent(policy: AddressPolicy, limits: AgentLimits, resolve: ResolveHost): Agent {
  return new Agent({
    connect: { timeout: limits.connectMs, lookup: guardedLookup(policy, resolve) },
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    // One request a connection: at this pace nothing is gained by holding sockets open.
    pipelining: 0,
    allowH2: false,
  });
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

function guardedLookup(policy: AddressPolicy, resolve: ResolveHost) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback): void => {
    resolve(hostname).then(
      (found) => {
        const allowed = found.filter(({ address }) => isAllowedAddress(address, policy));
        const [first] = allowed;
        if (!first) {
          const refused = new AddressRefusedError(
            hostname,
            found.map(({ address }) => address),
          );
          callback(refused, []);
        } else if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
