/** Each adapter against recorded answers of the other system on loopback: what it asks, how it reads the answer, and that it undoes what it did. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testWorld } from '#io/testing';
import type { Ask } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import { DoorFault, doorsFor } from './doors.ts';

const world = await testWorld('adapters');

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
const asked: Asked[] = [];
let answer: (a: Asked) => { status?: number; body: string } = () => ({ body: '' });
const server = createServer((req, res) => {
  const parts: Buffer[] = [];
  req.on('data', (c: Buffer) => parts.push(c));
  req.on('end', () => {
    const one = {
      method: req.method ?? '',
      path: req.url ?? '',
      headers: req.headers,
      body: Buffer.concat(parts).toString(),
    };
    asked.push(one);
    const said = answer(one);
    res.writeHead(said.status ?? 200, { 'content-type': 'text/plain' });
    res.end(said.body);
  });
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const url = `http://${host}`;
const folder = mkdtempSync(join(tmpdir(), 'bezem-measures-'));
after(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
const doors = doorsFor(world, { paths: [`${folder}/`] }, { inside: true, host });

function askOf(id: string, more: Partial<Ask>): Ask {
  const a = adapters.get(id);
  assert.ok(a);
  const options = a.options.parse(more.options ?? { url });
  return {
    what: a.can[0] ?? 'suspend_account',
    target: { account: '42', ip: '192.0.2.9', port: 25, host: 'inlog.example', url: 'https://inlog.example/bank/' },
    key: 'msr_1-1',
    reference: 'BS-26-000001',
    handle: null,
    secrets: {},
    ...more,
    options,
  };
}
const the = (id: string) => {
  const a = adapters.get(id);
  assert.ok(a, id);
  return a;
};
const last = () => asked.at(-1) as Asked;

test('every file of the folder is an adapter with its own name, and says what it does in both languages', () => {
  const files = readdirSync(join(import.meta.dirname, 'adapters'))
    .filter((f) => f !== 'index.ts')
    .map((f) => f.slice(0, -3));

  assert.deepEqual([...adapters.keys()].toSorted(), files.toSorted());
  for (const a of adapters.values())
    for (const what of a.can) {
      const options = a.id === 'command' ? { execute: ['/x', '{ip}'] } : { url, file: '/x', pipe: '/x' };
      const says = a.says({
        what,
        target: { account: 'x', ip: '192.0.2.1', port: 1, host: 'h.example', url: 'https://h.example/' },
        options,
      });
      assert.ok(says.nl && says.en, `${a.id} ${what}`);
    }
});

test('WHMCS: the module suspends, its status says so, and it unsuspends; a terminated service does not come back', async () => {
  const ask = askOf('whmcs', { secrets: { identifier: 'id', secret: 'geheim' } });
  let status = 'Active';
  answer = (a) => {
    const form = new URLSearchParams(a.body);
    if (form.get('secret') !== 'geheim')
      return { status: 403, body: '{"result":"error","message":"Invalid IP or credentials"}' };
    if (form.get('action') === 'GetClientsProducts')
      return { body: JSON.stringify({ result: 'success', products: { product: [{ id: 42, status }] } }) };
    status =
      form.get('action') === 'ModuleSuspend'
        ? 'Suspended'
        : form.get('action') === 'ModuleTerminate'
          ? 'Terminated'
          : 'Active';
    return { body: '{"result":"success"}' };
  };

  assert.equal(await the('whmcs').verify(ask, doors), 'not_in_force');
  assert.equal((await the('whmcs').execute(ask, doors)).ok, true);
  const form = new URLSearchParams(last().body);
  assert.deepEqual(
    [last().path, form.get('action'), form.get('serviceid')],
    ['/includes/api.php', 'ModuleSuspend', '42'],
  );
  assert.equal(await the('whmcs').verify(ask, doors), 'in_force');
  assert.equal((await the('whmcs').revert(ask, doors)).ok, true);
  assert.equal(await the('whmcs').verify(ask, doors), 'not_in_force');
  const end = { ...ask, what: 'end_contract' as const };
  assert.equal((await the('whmcs').execute(end, doors)).ok, true);
  assert.equal(await the('whmcs').verify(end, doors), 'in_force');
  assert.equal((await the('whmcs').revert(end, doors)).ok, false);
  const refused = await the('whmcs').execute({ ...ask, secrets: {} }, doors);
  assert.deepEqual([refused.ok, refused.ok ? null : refused.again], [false, false]);
});

test('DirectAdmin: the user is selected and suspended under a login key', async () => {
  const ask = askOf('directadmin', { secrets: { user: 'admin', login_key: 'k' }, target: { account: 'bakery' } });
  let suspended = 'no';
  answer = (a) => {
    if (a.headers['authorization'] !== `Basic ${btoa('admin:k')}`) return { status: 401, body: '' };
    if (a.path.startsWith('/CMD_API_SHOW_USER_CONFIG')) return { body: `username=bakery&suspended=${suspended}` };
    suspended = new URLSearchParams(a.body).get('suspend') === 'Suspend' ? 'yes' : 'no';
    return { body: 'error=0&text=Users%20updated&details=' };
  };

  assert.equal((await the('directadmin').execute(ask, doors)).ok, true);
  const form = new URLSearchParams(last().body);
  assert.deepEqual(
    [form.get('location'), form.get('suspend'), form.get('select0')],
    ['CMD_SELECT_USERS', 'Suspend', 'bakery'],
  );
  assert.equal(await the('directadmin').verify(ask, doors), 'in_force');
  assert.equal((await the('directadmin').revert(ask, doors)).ok, true);
  assert.equal(await the('directadmin').verify(ask, doors), 'not_in_force');
  answer = () => ({ body: 'error=1&text=Cannot%20execute&details=No%20such%20user' });
  const failed = await the('directadmin').execute(ask, doors);
  assert.match(failed.said, /No such user/);
});

test('Plesk: the command line through its gateway', async () => {
  const ask = askOf('plesk', { secrets: { api_key: 'key' }, what: 'disable_site' });
  let off = false;
  answer = (a) => {
    if (a.headers['x-api-key'] !== 'key') return { status: 401, body: '{"code":0,"message":"Unauthorized"}' };
    const { params } = JSON.parse(a.body) as { params: string[] };
    if (params[0] === '--info')
      return {
        body: JSON.stringify({
          code: 0,
          stdout: `Domain name: inlog.example\nDomain status: ${off ? 'Suspended' : 'OK'}\n`,
          stderr: '',
        }),
      };
    off = params[0] === '--suspend' || params[0] === '--webspace-off';
    return { body: JSON.stringify({ code: 0, stdout: '', stderr: '' }) };
  };

  assert.equal((await the('plesk').execute(ask, doors)).ok, true);
  assert.deepEqual(
    [last().path, JSON.parse(last().body)],
    ['/api/v2/cli/site/call', { params: ['--suspend', 'inlog.example'] }],
  );
  assert.equal(await the('plesk').verify(ask, doors), 'in_force');
  assert.equal((await the('plesk').revert(ask, doors)).ok, true);
  assert.equal(await the('plesk').verify(ask, doors), 'not_in_force');
  await the('plesk').execute({ ...ask, what: 'suspend_account' }, doors);
  assert.deepEqual(
    [last().path, JSON.parse(last().body)],
    ['/api/v2/cli/subscription/call', { params: ['--webspace-off', '42'] }],
  );
});

test('Proxmox: a machine stops and starts; a rule of its firewall is known by its comment, made once and taken away', async () => {
  const stop = askOf('proxmox', {
    secrets: { token_id: 'bezem@pve!abuse', token: 'uuid' },
    target: { account: 'node1/101', port: 25 },
    what: 'stop_machine',
  });
  let running = true;
  const rules: { pos: number; comment: string; enable: number }[] = [];
  answer = (a) => {
    if (a.headers['authorization'] !== 'PVEAPIToken=bezem@pve!abuse=uuid') return { status: 401, body: '' };
    const path = a.path.replace('/api2/json/nodes/node1/qemu/101', '');
    if (path === '/status/current')
      return { body: JSON.stringify({ data: { status: running ? 'running' : 'stopped' } }) };
    if (path.startsWith('/status/')) {
      running = path.endsWith('start');
      return { body: '{"data":"UPID:node1:0001:qmstop:101:"}' };
    }
    if (a.method === 'GET') return { body: JSON.stringify({ data: rules }) };
    if (a.method === 'POST')
      rules.push({ pos: rules.length, comment: new URLSearchParams(a.body).get('comment') ?? '', enable: 1 });
    if (a.method === 'DELETE') rules.splice(Number(path.split('/').at(-1)), 1);
    return { body: '{"data":null}' };
  };

  assert.equal((await the('proxmox').execute(stop, doors)).ok, true);
  assert.equal(await the('proxmox').verify(stop, doors), 'in_force');
  assert.equal((await the('proxmox').revert(stop, doors)).ok, true);
  assert.equal(await the('proxmox').verify(stop, doors), 'not_in_force');
  const block = { ...stop, what: 'block_port' as const };
  await the('proxmox').execute(block, doors);
  await the('proxmox').execute(block, doors);
  assert.equal(rules.length, 1, 'the same try twice makes one rule');
  rules.unshift({ pos: 0, comment: 'somebody else', enable: 1 });
  rules.forEach((r, i) => {
    r.pos = i;
  });
  assert.equal(await the('proxmox').verify(block, doors), 'in_force');
  assert.equal((await the('proxmox').revert(block, doors)).ok, true);
  assert.deepEqual(
    rules.map((r) => r.comment),
    ['somebody else'],
  );
});

test('ExaBGP: blackhole and flow route as text, over HTTP or a pipe', async () => {
  const out = new Set<string>();
  answer = (a) => {
    const command = new URLSearchParams(a.body).get('command') ?? '';
    if (command === 'show adj-rib out') return { body: [...out].join('\n') };
    if (command.startsWith('announce ')) out.add(command.slice(9));
    if (command.startsWith('withdraw ')) out.delete(command.slice(9));
    return { body: 'done' };
  };
  const ask = askOf('exabgp', { options: { url, next_hop: '192.0.2.1' } });

  assert.equal((await the('exabgp').execute(ask, doors)).ok, true);
  assert.deepEqual([...out], ['route 192.0.2.9/32 next-hop 192.0.2.1 community [65535:666]']);
  assert.equal(await the('exabgp').verify(ask, doors), 'in_force');
  await the('exabgp').revert(ask, doors);
  assert.equal(await the('exabgp').verify(ask, doors), 'not_in_force');
  const flow = { ...ask, what: 'block_port' as const, target: { ip: '2001:db8::5', port: 25 } };
  await the('exabgp').execute(flow, doors);
  assert.deepEqual(
    [...out],
    ['flow route { match { destination 2001:db8::5/128; protocol tcp; destination-port =25; } then { discard; } }'],
  );
  const pipe = join(folder, 'exabgp.in');
  const piped = askOf('exabgp', { options: { pipe } });
  await the('exabgp').execute(piped, doors);
  assert.equal(readFileSync(pipe, 'utf8'), 'announce route 192.0.2.9/32 next-hop self community [65535:666]\n');
  assert.equal(await the('exabgp').verify(piped, doors), 'unclear');
});

test('RPZ: the zone file gets its records and a higher serial, and loses them again; nsupdate is told the same', async () => {
  const file = join(folder, 'rpz.zone');
  writeFileSync(
    file,
    '$TTL 60\n@ IN SOA localhost. root.localhost. (\n 2026112201 ; serial\n 3600 600 86400 60 )\n@ IN NS localhost.\n',
  );
  const ask = askOf('rpz', { options: { file } });

  assert.equal((await the('rpz').execute(ask, doors)).ok, true);
  const text = readFileSync(file, 'utf8');
  assert.match(text, / 2026112202 ; serial/);
  assert.match(text, /^inlog\.example CNAME \.$/m);
  assert.match(text, /^\*\.inlog\.example CNAME \.$/m);
  assert.equal(await the('rpz').verify(ask, doors), 'in_force');
  assert.equal((await the('rpz').revert(ask, doors)).ok, true);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /inlog/);
  assert.match(readFileSync(file, 'utf8'), / 2026112203 ; serial/);
  const program = join(folder, 'nsupdate');
  writeFileSync(program, `#!/bin/sh\ncat > '${folder}/said'\n`);
  chmodSync(program, 0o755);
  const update = askOf('rpz', { options: { nsupdate: [program, '-v'], server: '127.0.0.1', zone: 'rpz.example' } });
  assert.equal((await the('rpz').execute(update, doors)).ok, true);
  assert.match(readFileSync(join(folder, 'said'), 'utf8'), /update add inlog\.example\.rpz\.example\. 60 CNAME \.\n/);
});

test('nginx: one line in the include file, tested and reloaded; a file it refuses is put back', async () => {
  const file = join(folder, 'denied.map');
  const ok = join(folder, 'reload');
  writeFileSync(ok, '#!/bin/sh\nexit 0\n');
  chmodSync(ok, 0o755);
  const bad = join(folder, 'bad');
  writeFileSync(bad, '#!/bin/sh\necho "unexpected end of file" >&2\nexit 1\n');
  chmodSync(bad, 0o755);
  const ask = askOf('nginx', { options: { file, reload: [ok] } });

  assert.equal((await the('nginx').execute(ask, doors)).ok, true);
  assert.equal(readFileSync(file, 'utf8'), '"inlog.example/bank/" 1;\n');
  assert.equal(await the('nginx').verify(ask, doors), 'in_force');
  const refused = await the('nginx').execute(
    askOf('nginx', { options: { file, test: [bad], reload: [ok] }, what: 'null_route' }),
    doors,
  );
  assert.match(refused.said, /put back: unexpected end/);
  assert.equal(readFileSync(file, 'utf8'), '"inlog.example/bank/" 1;\n');
  assert.equal((await the('nginx').revert(ask, doors)).ok, true);
  assert.equal(await the('nginx').verify(ask, doors), 'not_in_force');
  const trick = await the('nginx').execute({ ...ask, target: { url: 'https://inlog.example/a%22%3B%7D' } }, doors);
  assert.equal(trick.ok, false, 'a page that would end the string is no line');
});

test('webhook: signed as Standard Webhooks says, the same key for the same try, and asked whether it stands', async () => {
  const secret = `whsec_${Buffer.from('a secret of the house').toString('base64')}`;
  const ask = askOf('webhook', { secrets: { secret } });
  answer = (a) => {
    const id = String(a.headers['webhook-id']);
    const mark = createHmac('sha256', Buffer.from('a secret of the house'))
      .update(`${id}.${String(a.headers['webhook-timestamp'])}.${a.body}`)
      .digest('base64');
    if (a.headers['webhook-signature'] !== `v1,${mark}`) return { status: 401, body: '' };
    return {
      body: JSON.stringify(JSON.parse(a.body).type === 'measure.verify' ? { in_force: true } : { handle: { rule: 7 } }),
    };
  };

  const done = await the('webhook').execute(ask, doors);

  assert.deepEqual(done, { ok: true, said: 'HTTP 200', handle: { rule: '7' } });
  assert.equal(last().headers['idempotency-key'], 'msr_1-1');
  assert.equal(await the('webhook').verify(ask, doors), 'in_force');
  answer = () => ({ status: 503, body: 'busy' });
  const later = await the('webhook').execute(ask, doors);
  assert.deepEqual([later.ok, later.ok ? null : later.again], [false, true]);
});

test('command: an argument vector without a shell; a value that would be an option is refused; exit codes are read', async () => {
  const program = join(folder, 'block');
  writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$@" > '${folder}/args'\n[ "$1" = check ] && exit 1\nexit 0\n`);
  chmodSync(program, 0o755);
  const ask = askOf('command', {
    options: { execute: [program, 'block', '{ip}', '; rm -rf /'], verify: [program, 'check', '{ip}'] },
  });

  assert.equal((await the('command').execute(ask, doors)).ok, true);
  assert.equal(readFileSync(join(folder, 'args'), 'utf8'), 'block|192.0.2.9|; rm -rf /|');
  assert.equal(await the('command').verify(ask, doors), 'not_in_force');
  const option = await the('command').execute({ ...ask, target: { ip: '--force' } }, doors);
  assert.match(option.said, /read as an option/);
});

test('programs and files the operator did not name stay shut, and private space needs to be named by an administrator', async () => {
  await assert.rejects(() => doors.run(['/bin/true']), DoorFault);
  await assert.rejects(() => doors.read('/etc/hostname'), DoorFault);
  await assert.rejects(() => doors.write(`${folder}/../elsewhere`, 'x'), DoorFault);
  const outside = doorsFor(world, { paths: [] }, { inside: false, host });
  await assert.rejects(() => outside.http({ method: 'GET', url }), /private or reserved/);
});
