import { X509Certificate } from 'node:crypto';
import { namesInCertificate } from './certificate-names';

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

/** A certificate of which the names are known; `facts` parses it as a whole, and throws where that fails. */
export type OpenCertificate = { readonly names: readonly string[]; readonly facts: () => CertificateFacts };

/** Reads the names on a certificate that can be names of hosts. Throws for bytes that are no certificate. */
export function openCertificate(der: Buffer): OpenCertificate {
  const names = hostsAmong(namesOf(der));
  return { names, facts: () => factsOf(new X509Certificate(der), names) };
}

/** What our own reading does not understand may still be a certificate: OpenSSL decides. */
function namesOf(der: Buffer): readonly string[] {
  try {
    return namesInCertificate(der);
  } catch {
    const { subjectAltName, subject } = new X509Certificate(der);
    return [...alternativeNames(subjectAltName ?? ''), attributeOf(subject ?? '', 'CN') ?? ''];
  }
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

function hostsAmong(written: readonly string[]): readonly string[] {
  const names = new Set<string>();
  for (const name of written) {
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
