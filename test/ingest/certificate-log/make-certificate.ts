import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** What a certificate of a test says. */
export type CertificateWishes = {
  /** subjectAltName, as written. */
  readonly names: readonly string[];
  readonly commonName?: string;
  readonly issuer?: string;
  readonly serial?: number;
  readonly notBefore?: string;
  /** With the extension that keeps a pre-certificate from being used. */
  readonly isPrecertificate?: boolean;
};

/** A certificate and the part of it that is signed, both DER. */
export type MadeCertificate = { readonly der: Buffer; readonly signed: Buffer };

const OIDS = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  organization: '060355040a',
  subjectAltName: '0603551d11',
  poison: '060a2b06010401d679020403',
} as const;
const oid = (name: keyof typeof OIDS) => Buffer.from(OIDS[name], 'hex');
const DAY_MS = 86_400_000;

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const length = body.length;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const attribute = (type: Buffer, value: string) =>
  der(0x31, sequence(type, der(0x0c, Buffer.from(value, 'utf8'))));
const time = (at: number) =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

/** Makes certificates as an authority would, with a key of its own. X.509 is written by hand: no library of ours signs. */
export function createCertificateMaker(): (wishes: CertificateWishes) => MadeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = publicKey.export({ type: 'spki', format: 'der' });
  return ({ names, commonName, issuer = "Let's Encrypt", serial, notBefore, isPrecertificate }) => {
    const from = Date.parse(notBefore ?? '2016-11-07T13:00:00Z');
    const serialBytes = createHash('sha256')
      .update(`${serial ?? names.join()}`)
      .digest()
      .subarray(0, 12);
    serialBytes[0] = 0x05;
    const algorithm = sequence(oid('ecdsaWithSha256'));
    const alternatives = sequence(...names.map((name) => der(0x82, Buffer.from(name, 'latin1'))));
    const extensions = [
      sequence(oid('subjectAltName'), der(0x04, alternatives)),
      ...(isPrecertificate
        ? [sequence(oid('poison'), der(0x01, Buffer.from([0xff])), der(0x04, der(0x05)))]
        : []),
    ];
    const signed = sequence(
      der(0xa0, der(0x02, Buffer.from([2]))),
      der(0x02, serialBytes),
      algorithm,
      sequence(attribute(oid('organization'), issuer), attribute(oid('commonName'), 'R3')),
      sequence(time(from), time(from + 90 * DAY_MS)),
      sequence(...(commonName === undefined ? [] : [attribute(oid('commonName'), commonName)])),
      key,
      der(0xa3, sequence(...extensions)),
    );
    const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, privateKey));
    return { der: sequence(signed, algorithm, signature), signed };
  };
}
