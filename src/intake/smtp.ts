/** Mail in by SMTP or LMTP: accepted only once it is durably kept, refused where the address is nobody's here. */
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Config } from '#io/config';
import { sql } from '#io/db';
import type { World } from '#io/world';
import { engine, type Id } from '#kernel';
import { receive } from './work.ts';

export interface MailIntake {
  readonly port: number;
  close(): Promise<void>;
}

/** Reply with a code of its own; the library takes `responseCode` from the error. */
function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

async function organisationOf(world: World, address: string): Promise<Id<'org'> | undefined> {
  const found = await world.db.door((tx) =>
    tx.rows(
      sql<{ organisation_id: Id<'org'> }>`select organisation_id from mailbox where address = ${address.toLowerCase()}`,
    ),
  );
  return found[0]?.organisation_id;
}

async function bytesOf(stream: SMTPServerDataStream, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk); // the rest is read and dropped, so that the sender hears our answer
  }
  return size > most || stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

/**
 * Opens mail intake. Nothing is said to a sender before the message is committed; a fault of ours is a 4xx, so the sender
 * keeps it and tries again; the same message sent again is met as a duplicate and accepted.
 */
export async function openMailIntake(world: World, config: NonNullable<Config['smtp']>): Promise<MailIntake> {
  const server = new SMTPServer({
    lmtp: config.protocol === 'lmtp',
    size: config.maxBytes,
    disabledCommands: ['AUTH', 'STARTTLS'],
    banner: 'Bezem',
    hideSize: false,
    maxClients: 100,
    socketTimeout: 120_000,
    closeTimeout: 5_000,
    disableReverseLookup: true,
    onRcptTo(address, _session, done) {
      organisationOf(world, address.address).then(
        (org) => (org ? done() : done(reply(550, '5.1.1 nobody here has this address'))),
        () => done(reply(451, '4.3.0 try again later')),
      );
    },
    onData(stream, session, done) {
      take(world, config.maxBytes, stream, session).then(
        (text) => done(null, text),
        (fault: Error & { responseCode?: number }) => {
          if (!fault.responseCode) world.log.error({ error: fault.message }, 'mail intake failed');
          done(fault.responseCode ? fault : reply(451, '4.3.0 not kept; try again later'));
        },
      );
    },
  });
  server.on('error', (fault) => world.log.warn({ error: fault.message }, 'mail intake'));
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(config.port, config.host, () => {
      server.off('error', fail);
      ready();
    });
  });
  const at = server.server.address();
  return {
    port: typeof at === 'object' && at ? at.port : config.port,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

async function take(
  world: World,
  most: number,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const bytes = await bytesOf(stream, most);
  if (!bytes) throw reply(552, `5.3.4 larger than ${most} bytes`);
  const to = session.envelope.rcptTo.map((r) => r.address.toLowerCase());
  const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
  const organisations = new Set<Id<'org'>>();
  for (const address of to) {
    const org = await organisationOf(world, address);
    if (org) organisations.add(org);
  }
  let last = '';
  for (const org of organisations) {
    const received = await receive(world, org, {
      channel: 'smtp',
      bytes,
      name: 'mail.eml',
      envelope: {
        from,
        to,
        ...(session.remoteAddress ? { remote: session.remoteAddress } : {}),
        ...(session.hostNameAppearsAs ? { helo: session.hostNameAppearsAs } : {}),
      },
      by: engine,
    });
    last = received.id;
  }
  return `2.0.0 kept as ${last}`;
}
