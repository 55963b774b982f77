import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The certificate of an authority, as PEM text. Throws, naming the setting, when the file cannot be read or holds
 * none: TLS would take anything else for an authority that signed nobody.
 */
export function readAuthority(file: string, setting: string): string {
  const pem = readFileSync(file, 'utf8');
  try {
    new X509Certificate(pem);
    return pem;
  } catch (cause) {
    throw new Error(
      `${setting}: ${file} holds no certificate (PEM): name the file of the authority that signed the server's`,
      { cause },
    );
  }
}
