import type { Mention } from '#ingest/mention';

/** Whether somebody says something in it: a certificate in a log has no voice and no tone, and is no copy of another. */
export function isSpeech({ channel }: Pick<Mention, 'channel'>): boolean {
  return channel !== 'certificate-log';
}
