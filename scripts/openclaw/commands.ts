// Common OpenClaw commands with their expected output.
import type { ExampleWorld } from '#tests/protocol/examples/world.ts';

import { expectIn, type Check } from './check-list.ts';
import { runCommand, type CommandWorld } from './run-command.ts';

/** Commands that find the gateway by their configuration file. */
const PLAIN: readonly { readonly args: string; readonly shows: readonly (string | RegExp)[] }[] = [
  { args: 'gateway probe', shows: ['Reachable: yes'] },
  { args: 'status --all', shows: [/Gateway\s+│ remote · .* · reachable/] },
  { args: 'health', shows: ['main (default)'] },
  // The answer of the scripted model.
  { args: 'agent --message How-often? --session-key agent:main:from-the-cli', shows: ['Every second morning.'] },
  { args: 'nodes list', shows: [/Pending: \d+ · Paired: \d+/] },
  { args: 'nodes status', shows: [/Known: \d+/] },
  { args: 'approvals get --gateway', shows: ['approvals'] },
  { args: 'channels status', shows: ['Gateway reachable.'] },
  { args: 'skills list', shows: [/skills/i] },
  { args: 'system presence', shows: ['"mode"'] },
  { args: 'models list', shows: ['claude-sonnet-4-5'] },
  { args: 'logs --limit 20 --plain', shows: ['Client connected.'] },
];
/** Commands that get the address and token as flags. */
const POINTED: typeof PLAIN = [
  { args: 'gateway status', shows: ['Connectivity probe: ok', 'Capability: read-only'] },
  { args: 'gateway probe', shows: ['Reachable: yes', 'Read probe: ok'] },
  { args: 'gateway call health', shows: ['"ok": true'] },
];
/** Attempts to find the run in the history of an automation. Each takes a second or more. */
const HISTORY_TRIES = 10;

type Run = (args: readonly string[], ...shows: readonly (string | RegExp)[]) => Promise<string>;

/** One check per command or sequence. `flags` are `--url` and `--token`. */
export function commandChecks(command: CommandWorld, world: ExampleWorld, flags: readonly string[]): readonly Check[] {
  const run: Run = async (args, ...shows) => {
    const { code, output } = await runCommand(command, args);
    if (code !== 0) throw new Error(`exited with code ${code}:\n${output}`);
    for (const text of shows) expectIn(output, text);
    return output;
  };
  return [
    ...POINTED.map(({ args, shows }) => ({
      name: `${args} --url --token`,
      run: async () => void (await run([...args.split(' '), ...flags], ...shows)),
    })),
    ...PLAIN.map(({ args, shows }) => ({
      name: args,
      run: async () => void (await run(args.split(' '), ...shows)),
    })),
    { name: 'devices list, approve, reject', run: () => devices(run, world) },
    { name: 'cron add, list, status, run, runs, rm', run: () => automation(run) },
    { name: 'logs --follow', run: () => followedLog(command, world) },
  ];
}

async function devices(run: Run, world: ExampleWorld): Promise<void> {
  const wanted = await world.askingDevice();
  const other = await world.askingDevice();
  await run(['devices', 'list'], wanted.requestId, other.requestId);
  await run(['devices', 'approve', wanted.requestId]);
  await run(['devices', 'reject', other.requestId]);
  const { paired, pending } = await world.client.request('device.pair.list', {});
  if (!paired.some(({ deviceId }) => deviceId === wanted.deviceId)) throw new Error('the device was not paired');
  if (pending.some(({ deviceId }) => deviceId === other.deviceId))
    throw new Error('the pairing request was not rejected');
}

async function automation(run: Run): Promise<void> {
  const name = 'morning-round';
  const what = ['--name', name, '--every', '1h', '--message', 'How often?', '--session', 'isolated', '--no-deliver'];
  const added = await run(['cron', 'add', ...what, '--json']);
  // It prints the job.
  const { id } = JSON.parse(added.slice(added.indexOf('{'))) as { readonly id: string };
  await run(['cron', 'list'], name);
  await run(['cron', 'status']);
  await run(['cron', 'run', id]);
  const finished = '"status": "ok"';
  let history = '';
  for (let tries = 0; tries < HISTORY_TRIES && !history.includes(finished); tries += 1)
    history = await run(['cron', 'runs', '--id', id]);
  expectIn(history, finished);
  await run(['cron', 'rm', id]);
  if ((await run(['cron', 'list', '--all'])).includes(name)) throw new Error('the removed automation is still listed');
}

/** After the first line, the command follows the log and must print later lines, too. */
async function followedLog(command: CommandWorld, world: ExampleWorld): Promise<void> {
  const idempotencyKey = 'followed-by-the-log';
  let sent = false;
  const follow = ['logs', '--follow', '--limit', '1', '--json', '--interval', '200'];
  const { output } = await runCommand(command, follow, (seen) => {
    if (!sent && seen.includes('\n')) {
      sent = true;
      void world.client.request('chat.send', { sessionKey: 'agent:main:logged', message: 'Now?', idempotencyKey });
    }
    return seen.includes(idempotencyKey);
  });
  expectIn(output, idempotencyKey);
}
