import { X509Certificate } from 'node:crypto';

/** What a certificate says of itself, as far as we ask. */
export type CertificateFacts = {
  /** Names of subjectAltName and the common name, lower case, as written: `*.example.com`, `xn--…`. Each once. */
  readonly names: readonly string[];
  /** Whoever signed it, as people know them: the organization, else the common name. */
  readonly issuer: string;
  /** The same for a pre-certificate and its certificate; unique among all that the issuer signs. */
  readonly identity: string;
  readonly serial: string;
  /** Epoch milliseconds; NaN where the certificate's date cannot be read. */
  readonly notBefore: number;
  readonly notAfter: number;
};

const HOST = /^(\*\.)?[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+$/;
const LONGEST_HOST = 253;

/** Names on a certificate that can be names of hosts. Throws for bytes that are no certificate. */
export function openCertificate(der: Buffer): {
  readonly names: readonly string[];
  readonly facts: () => CertificateFacts;
} {
  const certificate = new X509Certificate(der);
  const names = namesOf(certificate);
  return { names, facts: () => factsOf(certificate, names) };
}

function factsOf(certificate: X509Certificate, names: readonly string[]): CertificateFacts {
  const { issuer, serialNumber, validFrom, validTo } = certificate;
  return {
    names,
    issuer: attributeOf(issuer, 'O') ?? attributeOf(issuer, 'CN') ?? 'an unnamed authority',
    identity: `${serialNumber} ${issuer}`,
    serial: serialNumber.toLowerCase(),
    notBefore: Date.parse(validFrom),
    notAfter: Date.parse(validTo),
  };
}

function namesOf({ subjectAltName, subject }: X509Certificate): readonly string[] {
  const names = new Set<string>();
  for (const name of [...alternativeNames(subjectAltName ?? ''), attributeOf(subject ?? '', 'CN') ?? '']) {
    const host = name.toLowerCase().replace(/\.$/, '');
    if (host.length <= LONGEST_HOST && HOST.test(host)) names.add(host);
  }
  return [...names];
}

/** Node writes `DNS:a.com, IP Address:…, DNS:"a, DNS:b"`: what could be misread stands in quotes, and is no host. */
function alternativeNames(text: string): string[] {
  const names: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/(?:^|, )DNS:(?:("(?:[^"\\]|\\.)*")|([^,]*))/g))
    if (quoted === undefined) names.push(plain ?? '');
  return names;
}

/** The first value of an attribute of a distinguished name as Node writes it: a line each, RFC 2253 escapes. */
function attributeOf(name: string, attribute: string): string | undefined {
  const line = name.split('\n').find((each) => each.startsWith(`${attribute}=`));
  return line?.slice(attribute.length + 1).replace(/\\([^0-9A-Fa-f])/g, '$1') || undefined;
}
