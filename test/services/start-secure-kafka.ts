import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type Authority, type Certificate, createAuthority } from './authority';
import { findJava } from './java';
import { type KafkaServer, startKafka } from './start-kafka';

export type SecureKafkaServer = KafkaServer & {
  /** host:port of the listener that asks for a log-in. */
  readonly sasl: string;
  /** host:port of the listener that asks for a certificate and no log-in. */
  readonly mutual: string;
  /** Signed the broker's certificate; the broker trusts what it signs. */
  readonly authority: Authority;
  /** A certificate that the broker lets in at `mutual`. */
  readonly client: Certificate;
  /** May log in by each of PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512, and do everything. */
  readonly user: KafkaUser;
  /** May log in by PLAIN, and do what it was granted. */
  readonly limited: KafkaUser;
};

export type KafkaUser = { readonly username: string; readonly password: string };

const MODULES = 'org.apache.kafka.common.security';

function newUser(username: string): KafkaUser {
  return { username, password: randomBytes(12).toString('hex') };
}

/** A Kafka broker that takes no plain text: TLS with a log-in, and mutual TLS. Needs openssl beside the others' tools. */
export async function startSecureKafka(): Promise<SecureKafkaServer> {
  findJava(['openssl']);
  const authority = createAuthority();
  const { cert, key, certFile } = authority.issue('broker');
  writeFileSync(certFile, key + cert);
  const [user, limited] = [newUser('captain'), newUser('lookout')];
  const plain = [user, limited].map(({ username, password }) => `user_${username}="${password}"`).join(' ');
  const scram = `[name=${user.username},password=${user.password}]`;
  const server = await startKafka({
    listeners: { SASL: 'SASL_SSL', MUTUAL: 'SSL' },
    properties: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': certFile,
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': authority.caFile,
      'listener.name.mutual.ssl.client.auth': 'required',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The broker asks the controller, in plain text, and itself.
      'super.users': `User:ANONYMOUS;User:CN=broker;User:CN=client;User:${user.username}`,
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl.plain.sasl.jaas.config': `${MODULES}.plain.PlainLoginModule required ${plain};`,
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${MODULES}.scram.ScramLoginModule required;`,
    },
    scram: [`SCRAM-SHA-256=${scram}`, `SCRAM-SHA-512=${scram}`],
  });
  const { SASL: sasl = '', MUTUAL: mutual = '' } = server.brokers;
  return {
    ...server,
    sasl,
    mutual,
    authority,
    client: authority.issue('client'),
    user,
    limited,
    stop: async () => {
      await server.stop();
      authority.dissolve();
    },
  };
}
