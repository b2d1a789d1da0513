// The container image: built by a real engine from root filesystems made here, set up with one command, healthy, answering, and stopped
// without a loss. Proves: PK-3, CL-2
import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { importArchive, importFolder, openTestEngine, type TestEngine } from '#tests/support/docker-engine.ts';
import { startModelServer, type ModelServer } from '#tests/support/model-server.ts';
import { makeServerPackage } from '#tests/support/server-package.ts';
import { BOT_TOKEN, BotServer } from '#tests/support/telegram/bot-server.ts';
import { ADA, say } from '#tests/support/telegram/people.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const run = promisify(execFile);
const MEGABYTE = 1_000_000;
const MAX_IMAGE_BYTES = 250 * MEGABYTE;
const MAX_STOP_MS = 10_000;
const BASE = 'gatehouse-test/debian:1';
const NODE = 'gatehouse-test/node:1';
const IMAGE = 'gatehouse-test/gatehouse:1';
/** What slim images of Debian leave out. */
const LEFT_OUT = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'var/cache',
  'var/lib/apt/lists',
  'var/log',
];
const KEY = 'sk-ant-test-0123456789abcdef';

const missing = existsSync('/usr/sbin/debootstrap')
  ? undefined
  : '/usr/sbin/debootstrap is missing: apt-get install debootstrap';
const engine = missing ?? (await openTestEngine());
const describeWithEngine = (name: string, body: () => void): void => {
  if (typeof engine === 'string') describe.skip(`${name} (skipped: ${engine})`, body);
  else describe(name, body);
};

describe('the compose file', () => {
  const compose = parse(readFileSync(join(PROJECT_ROOT, 'compose.yaml'), 'utf8')) as {
    readonly services: { readonly gatehouse: Readonly<Record<string, unknown>> };
  };
  const { gatehouse } = compose.services;

  it('runs the image with a read-only file system, without privileges and with limits', () => {
    expect(gatehouse).toMatchObject({ read_only: true, cap_drop: ['ALL'], init: true, tmpfs: ['/tmp'] });
    expect(gatehouse['security_opt']).toEqual(['no-new-privileges:true']);
    expect(gatehouse).not.toHaveProperty('privileged');
    expect(gatehouse).not.toHaveProperty('ports');
  });

  it('has no secret in its environment or command', () => {
    expect(gatehouse).not.toHaveProperty('environment');
    for (const part of gatehouse['command'] as readonly string[]) expect(part).not.toMatch(/sk-ant|AAE/);
  });
});

describeWithEngine('the image', () => {
  // The tests are registered only with an engine.
  const { docker, folder } = engine as TestEngine;
  let bot: BotServer;
  let model: ModelServer;
  let secrets: string;

  beforeAll(async () => {
    bot = await BotServer.open();
    model = await startModelServer(() => ({ steps: [{ say: 'Hello from the container.' }] }));
    secrets = mkdtempSync(join(tmpdir(), 'gatehouse-image-'));
    await makeBase(docker, join(folder, 'debian'));
    await makeNode(docker, join(folder, 'node'));
    await build(docker, join(folder, 'context'));
    writeFileSync(join(secrets, 'key'), KEY, { mode: 0o644 });
    writeFileSync(join(secrets, 'token'), BOT_TOKEN, { mode: 0o644 });
  });
  afterAll(async () => {
    await (engine as TestEngine).stop();
    await bot.close();
    await model.close();
    rmSync(secrets, { recursive: true, force: true });
  });

  async function createContainer(volume: string, command: readonly string[]) {
    const environment = { GATEHOUSE_TELEGRAM_API: bot.address, ANTHROPIC_BASE_URL: model.url, GATEHOUSE_PORT: '0' };
    return docker.createContainer({
      Image: IMAGE,
      Cmd: [...command],
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      HostConfig: {
        // The servers of the test are on this computer.
        NetworkMode: 'host',
        ReadonlyRootfs: true,
        Tmpfs: { '/tmp': '' },
        // As compose mounts secrets: one file each, in a folder that only root can open.
        Binds: [`${volume}:/data`, ...['key', 'token'].map((name) => `${secrets}/${name}:/run/secrets/${name}:ro`)],
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        Init: false,
      },
    });
  }

  it('is small, and runs as a user without privileges', async () => {
    const { Size, Config } = await docker.getImage(IMAGE).inspect();
    console.log(`The image has ${Math.round(Size / MEGABYTE)} MB.`);
    expect(Size).toBeLessThanOrEqual(MAX_IMAGE_BYTES);
    expect(Config.User).toBe('10001:10001');
    expect(Config.Healthcheck?.Test?.slice(0, 2)).toEqual(['CMD', 'gatehouse']);
  });

  it('goes from an empty volume to an answering bot with one command, and stops without a loss', async () => {
    await docker.createVolume({ Name: 'data' });
    const command = [
      'setup',
      '--keep',
      '--no-verify',
      '--provider=anthropic',
      '--key-file=/run/secrets/key',
      '--secret-file=botToken=/run/secrets/token',
    ];
    const container = await createContainer('data', command);
    const startedAt = performance.now();
    await container.start();
    const log = async (): Promise<string> =>
      (await container.logs({ stdout: true, stderr: true, follow: false })).toString();
    const link = await waitUntil('the code', async () => /\/link [A-Z2-9]{8}/.exec(await log())?.[0]).catch(
      async (error: unknown) => {
        throw new Error(`${String(error)}\n${await log()}`);
      },
    );
    say(bot, link);
    await waitUntil('the greeting', () => bot.shown(String(ADA.id)).some(({ text }) => text.includes('is linked')));
    say(bot, 'Hello');
    const answers = (): number => bot.shown(String(ADA.id)).filter(({ text }) => text.startsWith('Hello from')).length;
    await waitUntil('the answer', () => answers() === 1);
    console.log(`From an empty container to an answer in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    await waitUntil('the health', async () => (await container.inspect()).State.Health?.Status === 'healthy');
    for (const secret of [KEY, BOT_TOKEN]) expect(await log()).not.toContain(secret);

    const stoppingAt = performance.now();
    await container.stop({ t: MAX_STOP_MS / 1000 });
    const stopMs = performance.now() - stoppingAt;
    console.log(`Stopped in ${Math.round(stopMs)} ms.`);
    expect(stopMs).toBeLessThan(MAX_STOP_MS);
    expect((await container.inspect()).State.ExitCode).toBe(0);
    say(bot, 'While stopped');

    const next = await createContainer('data', ['start', '--headless', '--no-link']);
    await next.start();
    await waitUntil('the answer to what was written meanwhile', () => answers() === 2);
    await next.stop({ t: MAX_STOP_MS / 1000 });
  });
});

/** Debian, as its slim image has it. Kept for the next run, because downloading it takes minutes. */
async function makeBase(docker: TestEngine['docker'], root: string): Promise<void> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE) $(RELEASE)', 'Created-By: Packages']);
  const [site = '', release = 'bookworm'] = stdout.split('\n')[0]?.trim().split(' ') ?? [];
  const archive = join(PROJECT_ROOT, `node_modules/.cache/gatehouse/debian-${release}.tar`);
  if (!existsSync(archive)) {
    await run('debootstrap', ['--variant=minbase', release, root, site === '' ? 'http://deb.debian.org/debian' : site]);
    for (const part of LEFT_OUT) {
      rmSync(join(root, part), { recursive: true, force: true });
      mkdirSync(join(root, part), { recursive: true });
    }
    mkdirSync(join(archive, '..'), { recursive: true });
    await run('tar', ['-C', root, '-cf', `${archive}.part`, '.']);
    renameSync(`${archive}.part`, archive);
  }
  await importArchive(docker, archive, BASE);
}

/** The Node that runs these tests, where Node's own image has it. */
async function makeNode(docker: TestEngine['docker'], root: string): Promise<void> {
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  copyFileSync(process.execPath, join(root, 'usr/local/bin/node'));
  await importFolder(docker, root, NODE);
}

async function build(docker: TestEngine['docker'], context: string): Promise<void> {
  mkdirSync(join(context, 'release'), { recursive: true });
  makeServerPackage(join(context, 'release'));
  for (const file of ['Dockerfile', '.dockerignore']) copyFileSync(join(PROJECT_ROOT, file), join(context, file));
  expect(readdirSync(join(context, 'release'))).toHaveLength(1);
  execFileSync('tar', ['-C', context, '-cf', `${context}.tar`, '.']);
  const options = { t: IMAGE, networkmode: 'none', buildargs: { NODE_IMAGE: NODE, BASE_IMAGE: BASE } };
  const progress = await docker.buildImage(`${context}.tar`, options);
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      progress,
      (error: Error | null, lines: { readonly error?: string; readonly stream?: string }[]) => {
        const problem = error?.message ?? lines?.find((line) => line.error !== undefined)?.error;
        if (problem === undefined) resolve();
        else reject(new Error(`${problem}\n${lines?.map(({ stream = '' }) => stream).join('') ?? ''}`));
      },
    );
  });
}
