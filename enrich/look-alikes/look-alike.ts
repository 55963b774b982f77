import type { Trick } from './watched-name';

/** How a host imitates an official domain, in words that a spokesman can read out. */
export type LookAlike = {
  readonly host: string;
  readonly official: string;
  readonly trick: Trick;
  readonly explanation: string;
};
