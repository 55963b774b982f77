import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key (PKCS#8), as PEM text and in files. */
export type Certificate = {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
};

/** Who signs the certificates of a test's servers and clients; nobody else knows it. */
export type Authority = {
  /** Its own certificate as PEM text, and in a file. */
  readonly ca: string;
  readonly caFile: string;
  /** A certificate for servers on this machine or for a client of that name. */
  readonly issue: (name: string) => Certificate;
  /** Deletes its files. */
  readonly dissolve: () => void;
};

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-batch'];
const VALID = ['-days', '2'];
/** Not that of the machine, which may add anything. */
const CONFIG = `[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[here]
basicConstraints = CA:FALSE
subjectAltName = IP:127.0.0.1, DNS:localhost
`;

/** A new authority with a key of its own, in a temporary folder. Needs openssl. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-authority-'));
  const config = join(folder, 'openssl.cnf');
  const file = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  writeFileSync(config, CONFIG);
  const caFile = file('ca.pem');
  const caKey = file('ca.key');
  const named = (name: string, keyFile: string) =>
    [...NEW_KEY, '-config', config, '-subj', `/CN=${name}`, '-keyout', keyFile] as const;
  openssl('req', '-x509', ...named('Vigie test authority', caKey), ...VALID, '-out', caFile);
  return {
    ca: readFileSync(caFile, 'utf8'),
    caFile,
    issue: (name) => {
      const [certFile, keyFile, request] = [file(`${name}.pem`), file(`${name}.key`), file(`${name}.csr`)];
      openssl('req', '-new', ...named(name, keyFile), '-out', request);
      const signing = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-extfile', config];
      openssl('x509', '-req', '-in', request, ...signing, '-extensions', 'here', ...VALID, '-out', certFile);
      return {
        cert: readFileSync(certFile, 'utf8'),
        key: readFileSync(keyFile, 'utf8'),
        certFile,
        keyFile,
      };
    },
    dissolve: () => rmSync(folder, { recursive: true, force: true }),
  };
}
