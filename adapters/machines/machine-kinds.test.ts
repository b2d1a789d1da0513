// The choice of a machine where no setting names one, and the answers that it is based on.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MachineAvailability } from '#contract/types/machines.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { withDefaults } from '../configuration/settings.ts';
import { confinedMachine } from './confined/confined.ts';
import { defineMachine, type MachineKind } from './define-machine.ts';
import { createMachineDirectory, type HostMachines } from './directory.ts';
import { dockerMachine } from './docker/docker.ts';
import { hostMachine } from './host/host.ts';
import { sshMachine } from './ssh/ssh.ts';

const READY: MachineAvailability = { isAvailable: true };
const MISSING: MachineAvailability = { isAvailable: false, reason: 'Not here.' };
const NO_IMAGE: MachineAvailability = { isAvailable: true, missingImage: 'node:1' };

let folder: string;
let clock: ManualClock;
let opened: HostMachines[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-kinds-'));
  clock = new ManualClock();
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((machines) => machines.disposeAll()));
  await rm(folder, { recursive: true, force: true });
});

/** A kind that is as available as `answer` says, and counts how often it was asked. */
function createKind(id: string, answer: () => MachineAvailability | Promise<MachineAvailability>) {
  const kind = {
    ...defineMachine({
      id,
      title: id,
      probe: async () => {
        kind.asked += 1;
        return answer();
      },
      key: async ({ workspace }) => workspace,
      open: async (request, context) => ({ ...(await hostMachine.open(request, context)), kind: id }),
    }),
    asked: 0,
  };
  return kind;
}

function start(kinds: readonly MachineKind[], settings: Parameters<typeof withDefaults>[0]['machines'] = {}) {
  const machines = createMachineDirectory(
    {
      home: `${folder}-home`,
      environment: {
        PATH: process.env['PATH'],
        HOME: `${folder}-user`,
        DOCKER_HOST: 'unix:///nonexistent/docker.sock',
      },
      log: QUIET,
      clock,
      settings: () => withDefaults({ machines: settings }).machines,
    },
    kinds,
  );
  opened.push(machines);
  return machines;
}

const open = (machines: HostMachines, more: { readonly kind?: string; readonly chosen?: string } = {}) =>
  machines.open({ agentId: 'main', workspace: folder, ...more });

it('chooses a container, else this computer confined, and never this computer unconfined or another one', async () => {
  const all = (docker: MachineAvailability, confined: MachineAvailability) => [
    createKind('host', () => READY),
    createKind('ssh', () => READY),
    createKind('confined', () => confined),
    createKind('docker', () => docker),
  ];
  expect((await open(start(all(READY, READY)))).kind).toBe('docker');
  expect((await open(start(all(MISSING, READY)))).kind).toBe('confined');
  // An image is never downloaded because of an automatic choice.
  expect((await open(start(all(NO_IMAGE, READY)))).kind).toBe('confined');
  const none = start(all(NO_IMAGE, MISSING));
  expect((await open(none)).kind).toBe('undecided');
  expect(await none.kinds.default()).toEqual({ setting: 'auto' });
});

it('opens the kind that is named, whatever is available now', async () => {
  let docker = READY;
  const machines = start([createKind('confined', () => READY), createKind('docker', () => docker)]);
  expect((await open(machines, { kind: 'confined' })).kind).toBe('confined');
  docker = MISSING;
  machines.kinds.refresh();
  expect((await open(machines, { kind: 'docker' })).kind).toBe('docker');
  const named = start([createKind('confined', () => READY), createKind('docker', () => READY)], {
    default: 'confined',
  });
  expect((await open(named)).kind).toBe('confined');
  expect((await open(named, { kind: 'auto' })).kind).toBe('docker');
  await expect(open(named, { kind: 'other' })).rejects.toMatchObject({ code: 'unknown-machine' });
});

it('reads and writes files on an undecided machine, and says what to do instead of running anything', async () => {
  const machine = await open(start([createKind('docker', () => MISSING)]));
  await machine.write('a.txt', 'hello', '');
  expect((await machine.read('a.txt', 100)).text).toBe('hello');
  const request = { command: 'touch b.txt', pty: false, timeoutMs: 1000, maxOutputBytes: 1000 };
  const expected = { code: 'unavailable', message: /without isolation/ };
  for (const pty of [false, true])
    await expect(machine.exec({ ...request, pty }, () => undefined, AbortSignal.timeout(60_000))).rejects.toMatchObject(
      toMatch(expected),
    );
  await expect(
    machine.terminal({ cols: 80, rows: 24 }, { data: () => undefined, exit: () => undefined }),
  ).rejects.toMatchObject(toMatch(expected));
  expect((await machine.list('')).map(({ path: name }) => name)).toEqual(['a.txt']);
});

const toMatch = ({ code, message }: { readonly code: string; readonly message: RegExp }) => ({
  code,
  message: expect.stringMatching(message),
});

it('asks a kind once for several callers, again after a while, and sooner if it was missing', async () => {
  let answer = READY;
  const docker = createKind('docker', () => answer);
  const machines = start([docker]);
  await Promise.all([machines.kinds.automatic(), machines.kinds.automatic(), machines.kinds.availability()]);
  expect(docker.asked).toBe(1);
  await clock.advance(29_000);
  await machines.kinds.automatic();
  expect(docker.asked).toBe(1);
  await clock.advance(2_000);
  answer = MISSING;
  expect(await machines.kinds.automatic()).toBeUndefined();
  expect(docker.asked).toBe(2);
  await clock.advance(4_000);
  answer = READY;
  expect(await machines.kinds.automatic()).toBe('docker');
  machines.kinds.refresh();
  await machines.kinds.automatic();
  expect(docker.asked).toBe(4);
});

it('says what is missing for each kind of this computer', async () => {
  const machines = start([hostMachine, dockerMachine, sshMachine]);
  expect(await machines.kinds.availability()).toEqual([
    { kind: 'host', isAvailable: true },
    { kind: 'docker', isAvailable: false, reason: expect.stringMatching(/Start it and retry/) },
    { kind: 'ssh', isAvailable: false, reason: expect.stringMatching(/machines\.ssh\.hosts/) },
  ]);
  const configured = start([sshMachine], { ssh: { hosts: { build: { host: 'build.example.org' } } } });
  expect(await configured.kinds.availability()).toEqual([{ kind: 'ssh', isAvailable: true }]);
});

it('reports confinement as available only if a confined machine can run commands', async () => {
  const machines = start([confinedMachine]);
  const [confinement] = await machines.kinds.availability();
  const { isAvailable, reason = '' } = confinement ?? expect.fail('no kind of machine');
  const machine = await open(machines, { kind: 'confined' }).catch((error: unknown) => error);
  const command = { command: 'true', pty: false, timeoutMs: 60_000, maxOutputBytes: 1000 };
  const ran =
    machine instanceof Error
      ? Promise.reject(machine)
      : open(machines, { kind: 'confined' }).then((confined) =>
          confined.exec(command, () => undefined, AbortSignal.timeout(60_000)),
        );
  if (isAvailable) expect(await (await ran).finished).toMatchObject({ exitCode: 0 });
  else {
    expect(reason).toMatch(/^Commands can't be confined: /);
    await expect(ran).rejects.toMatchObject({ code: 'unavailable' });
  }
});
