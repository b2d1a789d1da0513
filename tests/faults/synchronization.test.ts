// Changes of files reach clients from every kind of machine, whether they are made on it or beside it, and a conflict is reported.
// Prints how long that takes.
// Proves: TF-5, TF-6
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { openTestEngine, TEST_IMAGE } from '#tests/support/docker-engine.ts';
import { findMissingConfinement } from '#tests/support/confined-machine.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { findMissingSsh, SSH_HOST, startSshServer } from '#tests/support/ssh-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startFaultHost, type FaultHostOptions } from './support/fault-host.ts';

const KEY = 'agent:main:sync';
const CHANGES = 5;
const engine = await openTestEngine();
afterAll(async () => {
  if (typeof engine !== 'string') await engine.stop();
});

/** How the host is started, and the folder that contains the workspace if it isn't the default one. */
interface Kind {
  readonly options: FaultHostOptions;
  readonly base?: string;
}

/** Opens what a kind of machine needs, or skips the test. */
const KINDS: Readonly<Record<string, (context: TestContext) => Promise<Kind>>> = {
  host: async () => ({ options: {} }),
  async confined(context) {
    const missing = findMissingConfinement();
    context.skip(missing !== undefined, missing);
    return { options: { entry: { machine: 'confined' } } };
  },
  async docker(context) {
    if (typeof engine === 'string') {
      context.skip(true, engine);
      throw new Error(engine);
    }
    const docker = { image: TEST_IMAGE, pull: 'never', memoryMb: 64 };
    return { options: { entry: { machine: 'docker' }, env: engine.environment, machines: { docker } } };
  },
  async ssh(context) {
    const missing = findMissingSsh();
    context.skip(missing !== undefined, missing);
    const server = await startSshServer();
    onTestFinished(() => server.stop());
    const hosts = { test: { host: SSH_HOST, folder: join(server.folder, 'remote') } };
    const options = { entry: { machine: 'ssh' }, machines: { ssh: { hosts, configFile: server.configFile } } };
    return { options, base: join(server.folder, 'remote') };
  },
};

/** The folder in or below `base` that contains a file. */
function findFolder(base: string, file: string): string {
  const found = readdirSync(base, { recursive: true, encoding: 'utf8' }).find((path) => basename(path) === file);
  return join(base, dirname(found ?? file));
}

/** The command comes with the message. */
const MODEL: FaultHostOptions['model'] = (request) =>
  lastToolResults(request).length > 0
    ? { steps: [{ say: 'Done.' }] }
    : { steps: [{ call: 'exec', input: { command: lastUserText(request) } }] };

describe('changes of files', () => {
  it.for(Object.keys(KINDS))(
    'on the machine %s and beside it reach clients',
    { timeout: 180_000 },
    async (kind, context) => {
      const opened = await KINDS[kind]?.(context);
      if (opened === undefined) throw new Error('No such machine.');
      const fixture = await startFaultHost({ ...opened.options, agent: { approvalMode: 'full' }, model: MODEL });
      const { client } = fixture;
      await fixture.say(KEY, 'echo ready > ready.txt');
      const folder = findFolder(opened.base ?? fixture.workspace, 'ready.txt');
      const at = (name: string) => join(folder, name);
      expect(readFileSync(at('ready.txt'), 'utf8')).toBe('ready\n');

      const delays = new Map<string, number>();
      const stop = client.on('files.changed', ({ changes }) => {
        for (const { path } of changes)
          if (!delays.has(path))
            delays.set(path, Date.now() - (statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0));
      });
      onTestFinished(stop);
      await client.request('files.watch', { sessionKey: KEY });
      await waitUntil('the start of the watch', () => {
        writeFileSync(at('probe'), String(performance.now()));
        return delays.has('probe');
      });
      const names = Array.from({ length: CHANGES }, (_, index) => index);
      for (const index of names) {
        writeFileSync(at(`beside-${index}`), 'x');
        await waitUntil('a change beside the machine', () => delays.has(`beside-${index}`));
      }
      await fixture.say(KEY, `for i in ${names.join(' ')}; do echo $i > on-$i; sleep 0.3; done`);
      await waitUntil('the changes on the machine', () => names.every((index) => delays.has(`on-${index}`)));
      const worst = (start: string) =>
        Math.round(Math.max(...names.map((index) => delays.get(`${start}-${index}`) ?? 0)));
      console.info(
        `Slowest change on ${kind}: ${worst('beside')} ms from beside it, ${worst('on')} ms from a command on it.`,
      );
    },
  );

  it.for(Object.keys(KINDS))(
    'on the machine %s conflict with a client that has not seen them, and neither version is lost',
    { timeout: 180_000 },
    async (kind, context) => {
      const opened = await KINDS[kind]?.(context);
      if (opened === undefined) throw new Error('No such machine.');
      const fixture = await startFaultHost({ ...opened.options, agent: { approvalMode: 'full' }, model: MODEL });
      const { client, refusal } = fixture;
      await fixture.say(KEY, 'echo first > plan.md');
      const plan = join(findFolder(opened.base ?? fixture.workspace, 'plan.md'), 'plan.md');
      const read = async () => (await client.request('sessions.files.get', { sessionKey: KEY, path: 'plan.md' })).file;
      const write = (content: string, expectedHash = '') =>
        client.request('sessions.files.set', { sessionKey: KEY, path: 'plan.md', content, expectedHash });
      for (const change of [
        () => fixture.say(KEY, 'echo on it > plan.md'),
        async () => writeFileSync(plan, 'beside it\n'),
      ]) {
        const seen = await read();
        await change();
        const changed = readFileSync(plan, 'utf8');
        expect(await refusal(write('mine', seen.hash))).toMatchObject({ details: { code: 'FILE_CHANGED' } });
        expect([readFileSync(plan, 'utf8'), (await read()).content]).toEqual([changed, changed]);
        await write('mine', (await read()).hash);
        expect(readFileSync(plan, 'utf8')).toBe('mine');
      }
    },
  );
});
