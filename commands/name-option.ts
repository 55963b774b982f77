const AT_SOURCE = 'set allowPrivateNetwork: true on the source';

/** How to let a request into a private network, for who names an address on the command line and not in a file. */
export function nameOption(problem: string): string {
  return problem.replace(AT_SOURCE, 'add --allow-private-network');
}
