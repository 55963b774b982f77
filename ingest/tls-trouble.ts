/** Why two sides do not come to speak TLS, where asking again does not help. */
export type TlsTrouble =
  | 'unknown authority'
  | 'certificate out of date'
  | 'certificate of another name'
  | 'client certificate refused'
  | 'server speaks no TLS';

/** What OpenSSL says: its code, where it stood, and between the two the reason. */
const OPENSSL = /^[\s\S]*error:[0-9A-F]+:SSL routines:[^:]*:([^:]+):[\s\S]*$/;

const TROUBLES: readonly (readonly [sign: RegExp, trouble: TlsTrouble])[] = [
  [/unable to verify the first certificate|unable to get (local )?issuer certificate/, 'unknown authority'],
  [/self[- ]signed certificate|certificate signature failure/, 'unknown authority'],
  [/certificate has expired|certificate is not yet valid/, 'certificate out of date'],
  [/does not match certificate's altnames/, 'certificate of another name'],
  [
    /alert (bad certificate|certificate \w+|unknown ca|unsupported certificate)/,
    'client certificate refused',
  ],
  [/wrong version number|packet length too long/, 'server speaks no TLS'],
];

/** What the error of a connection says about TLS; undefined for any other, and for what time may heal. */
export function tlsTrouble(message: string): TlsTrouble | undefined {
  return TROUBLES.find(([sign]) => sign.test(message))?.[1];
}

/** The message without the places in OpenSSL's sources, on one line: what people search for. */
export function tlsReason(message: string): string {
  return message.replace(OPENSSL, '$1').trim();
}
