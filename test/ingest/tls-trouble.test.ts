import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readAuthority } from '#ingest/read-authority';
import { tlsReason, tlsTrouble } from '#ingest/tls-trouble';
import { temporaryFolder } from '../temporary-folder';

const openssl = (place: string, reason: string, file: string) =>
  `804C4FA8E57F0000:error:0A000412:SSL routines:${place}:${reason}:../deps/openssl/openssl/ssl/${file}:1601:SSL alert number 42\n`;
const badCertificate = openssl('ssl3_read_bytes', 'sslv3 alert bad certificate', 'record/rec_layer_s3.c');

describe('what an error says about TLS', () => {
  it.each([
    ['unable to verify the first certificate', 'unknown authority'],
    ['unable to get local issuer certificate', 'unknown authority'],
    ['self-signed certificate in certificate chain', 'unknown authority'],
    ['self signed certificate', 'unknown authority'],
    ['certificate has expired', 'certificate out of date'],
    ['certificate is not yet valid', 'certificate out of date'],
    [
      "Hostname/IP does not match certificate's altnames: IP: 10.0.0.1 is not in the cert's list: 127.0.0.1",
      'certificate of another name',
    ],
    [badCertificate, 'client certificate refused'],
    ['tlsv13 alert certificate required', 'client certificate refused'],
    ['tlsv1 alert unknown ca', 'client certificate refused'],
    [openssl('ssl3_get_record', 'wrong version number', 'record/ssl3_record.c'), 'server speaks no TLS'],
    ['connect ECONNREFUSED 127.0.0.1:9092', undefined],
    ['Client network socket disconnected before secure TLS connection was established', undefined],
    ['Closed connection', undefined],
  ])('%s', (message, trouble) => {
    expect(tlsTrouble(message)).toBe(trouble);
  });

  it('is told without the places in the sources of OpenSSL', () => {
    expect(tlsReason(badCertificate)).toBe('sslv3 alert bad certificate');
    expect(tlsReason('certificate has expired')).toBe('certificate has expired');
  });
});

describe("an authority's certificate", () => {
  const folder = temporaryFolder();
  const fileOf = (text: string) => {
    const file = join(folder(), 'ca.pem');
    writeFileSync(file, text);
    return file;
  };

  it('is read as it is, also where the file holds several', () => {
    const bundle = rootCertificates.slice(0, 2).join('\n');
    expect(readAuthority(fileOf(bundle), 'store.ca')).toBe(bundle);
  });

  it.each([
    ['nothing', ''],
    ['something else', 'nonsense'],
    ['half of one', (rootCertificates[0] ?? '').slice(0, 200)],
  ])('is not %s', (_, text) => {
    const file = fileOf(text);
    expect(() => readAuthority(file, 'store.ca')).toThrow(`store.ca: ${file} holds no certificate (PEM)`);
  });
});
