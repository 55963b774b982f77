import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** Says what to answer a recipient: nothing to take the mail, or an SMTP code with its text. */
export type JudgeRecipient = (address: string) => { code: number; text: string } | undefined;

/** A real SMTP server on 127.0.0.1, without TLS, that keeps the mails that it took. */
export async function openSmtpDouble(judge: JudgeRecipient, password?: string) {
  const mails: { to: string; raw: string }[] = [];
  const attempts: string[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: password === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) =>
      auth.password === password
        ? done(null, { user: auth.username })
        : done(Object.assign(new Error(`bad password ${auth.password}`), { responseCode: 535 })),
    onRcptTo: ({ address }, _session, done) => {
      attempts.push(address);
      const refusal = judge(address);
      if (!refusal) return done();
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [to] = session.envelope.rcptTo;
        mails.push({ to: to?.address ?? '', raw: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  server.server.unref();
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    attempts,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
