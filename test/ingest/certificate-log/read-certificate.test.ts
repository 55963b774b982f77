import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namesInCertificate } from '#ingest/certificate-log/certificate-names';
import { openCertificate } from '#ingest/certificate-log/read-certificate';
import { packageRoot } from '#ingest/thread';
import { seededRandom } from '../../../bench/synthetic-mentions';
import { createCertificateMaker } from './make-certificate';

const make = createCertificateMaker();

/** The DNS names that OpenSSL shows and that can be hosts; undefined where it takes the bytes for no certificate. */
function namesByOpenssl(der: Buffer): string[] | undefined {
  const text = attempt(() => new X509Certificate(der).subjectAltName ?? '');
  const isHost = (name: string) => /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(name);
  return text?.split(', ').flatMap((name) => {
    const host = name.replace(/^DNS:/, '').toLowerCase();
    return name.startsWith('DNS:') && isHost(host) ? [host] : [];
  });
}

/** Undefined where it throws a RangeError (ours) or an error of OpenSSL. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    expect(error instanceof RangeError ? 'ours' : (error as NodeJS.ErrnoException).code).toMatch(
      /^(ours|ERR_OSSL)/,
    );
    return undefined;
  }
}

describe('the names on a certificate', () => {
  it('of OpenSSL are read as OpenSSL reads them, beside all else that stands there', () => {
    // Made by `openssl req -x509`, with names of every kind and the extension of a pre-certificate.
    const file = join(packageRoot(), 'test/fixtures/certificates/many-extensions.pem');
    const der = new X509Certificate(readFileSync(file)).raw;
    const { names, facts } = openCertificate(der);
    expect(names).toEqual(['a.example', '*.b.example', 'shop.example']);
    expect(facts()).toMatchObject({ issuer: 'Acme, Inc.', serial: '0102030405060708090a0b0c0d0e0f10' });
    const { validFrom, validTo } = new X509Certificate(der);
    expect(facts()).toMatchObject({ notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) });
  });

  it.each([
    ['no name', [], undefined, []],
    ['several, one twice', ['a.example', 'A.Example', 'b.example'], 'a.example', ['a.example', 'b.example']],
    ['hundreds', Array.from({ length: 400 }, (_, at) => `h${at}.example`), undefined, 400],
    ['what is no host', ['a b.example', 'localhost', '*.*.example', 'a..example', ''], 'Jane Doe', []],
  ])('are: %s', (_, names, commonName, expected) => {
    const found = openCertificate(make({ names, commonName }).der).names;
    expect(typeof expected === 'number' ? found.length : found).toEqual(expected);
  });

  it('are none fewer than OpenSSL reads, however the bytes are damaged', () => {
    const random = seededRandom(7);
    const { der } = make({ names: ['vinci.group', '*.vinci.group'], commonName: 'vinci.group' });
    const outcomes = { ours: 0, openssl: 0, nobody: 0 };
    for (let round = 0; round < 2_000; round++) {
      const damaged = Buffer.from(
        der.subarray(0, round % 10 === 0 ? Math.floor(random() * der.length) : der.length),
      );
      for (let count = 0; count < 1 + random() * 3; count++)
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      const theirs = namesByOpenssl(damaged);
      const ours = attempt(() => namesInCertificate(damaged));
      outcomes[ours ? 'ours' : theirs ? 'openssl' : 'nobody']++;
      if (theirs) expect(openCertificate(damaged).names).toEqual(expect.arrayContaining(theirs));
      else if (!ours) expect(() => openCertificate(damaged)).toThrow();
    }
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(10);
  });

  it('can be read by OpenSSL where our own reading fails', () => {
    // An indefinite length is no DER, but BER, which OpenSSL takes.
    const { der } = make({ names: ['vinci.group'] });
    const inner = der.subarray(der[1] === 0x82 ? 4 : 3);
    const ber = Buffer.concat([Buffer.from([0x30, 0x80]), inner, Buffer.from([0, 0])]);
    expect(() => namesInCertificate(ber)).toThrow(RangeError);
    expect(openCertificate(ber).names).toEqual(['vinci.group']);
  });
});
