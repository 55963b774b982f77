import { createRequire } from 'node:module';

type RequestQueue = {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
};

const MENDED_VERSION = '2.2.4';
const CHECK_EVERY_MS = 10;

/**
 * kafkajs 2.2.4 wakes up every millisecond once a request was answered, for ever, in each idle client: its timer
 * is set to a negative time (https://github.com/tulios/kafkajs/issues/1751). Mends it for this process; leaves
 * any other version alone.
 */
export function mendTimerLeak(): void {
  const require = createRequire(import.meta.url);
  const { version }: { version: string } = require('kafkajs/package.json');
  if (version !== MENDED_VERSION) return;
  const { prototype }: { prototype: RequestQueue } = require('kafkajs/src/network/requestQueue');
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : CHECK_EVERY_MS,
    );
  };
}
