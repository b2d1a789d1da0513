// A host that is killed with a command, a background command, and a terminal on an SSH machine leaves none of them behind, and the
// next one works.
// Proves: EX-8, EX-10
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { lastToolResults } from '#tests/support/model-server.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { findMissingSsh, SSH_HOST, startSshServer } from '#tests/support/ssh-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { connectTo } from './connect.ts';

/** Arguments of the processes, which no other process has. */
const [COMMAND_S, BACKGROUND_S, TERMINAL_S] = ['43211', '43212', '43213'];

it('the commands and terminals of a killed host end on its SSH machine, and the next host works there', async (context) => {
  const missing = findMissingSsh();
  context.skip(missing !== undefined, missing);
  const server = await startSshServer();
  onTestFinished(() => server.stop());
  const fixture = await startFaultHost({
    agent: { approvalMode: 'full' },
    entry: { machine: 'ssh' },
    machines: {
      ssh: { hosts: { test: { host: SSH_HOST, folder: `${server.folder}/remote` } }, configFile: server.configFile },
    },
    model: (request) => {
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
      const text = JSON.stringify(request.body.messages);
      if (text.includes('once more')) return { steps: [{ call: 'exec', input: { command: 'echo works-$((40+2))' } }] };
      return text.includes('wait for it')
        ? { steps: [{ call: 'exec', input: { command: `sleep ${COMMAND_S}` } }] }
        : { steps: [{ call: 'exec', input: { command: `sleep ${BACKGROUND_S}`, background: true } }] };
    },
  });
  const [waits, leaves] = ['agent:main:waits', 'agent:main:leaves'];
  await fixture.say(leaves, 'start it');
  await fixture.client.request('sessions.create', { key: waits });
  await fixture.client.request('chat.send', { sessionKey: waits, message: 'wait for it', idempotencyKey: 'a' });
  const { sessionId } = await fixture.client.request('terminal.open', { agentId: 'main', cols: 80, rows: 24 });
  await fixture.client.request('terminal.input', { sessionId, data: `sleep ${TERMINAL_S}\r` });
  await waitUntil('three processes', () => findSleeping().length === 3);
  await fixture.host.kill();

  const host = await startRunningHost({ home: fixture.home, env: fixture.env });
  onTestFinished(() => host.dispose());
  await waitUntil('the end of the processes', () => findSleeping().length === 0);
  const client = await connectTo(host.origin, host.token);
  onTestFinished(() => client.stop());
  const eventsOf = async (key: string) => (await client.request('sessions.watch', { key, afterSeq: 0 })).events ?? [];
  expect((await eventsOf(waits)).filter(({ type }) => type === 'run.ended')).toMatchObject([{ status: 'interrupted' }]);
  await client.request('chat.send', { sessionKey: leaves, message: 'once more', idempotencyKey: 'b' });
  await waitUntil('a command on the machine', async () =>
    (await eventsOf(leaves)).some((event) => event.type === 'tool.finished' && event.text.includes('works-42')),
  );
});

/** The processes with one of the arguments. */
function findSleeping(): readonly string[] {
  const wanted = [COMMAND_S, BACKGROUND_S, TERMINAL_S];
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const [program, seconds = ''] = readCommand(name);
    return program === 'sleep' && wanted.includes(seconds);
  });
}

function readCommand(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended.
    return [];
  }
}
