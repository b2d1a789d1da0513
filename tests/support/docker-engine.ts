// A real container engine for tests: a Docker daemon of their own, with an image made from Debian's static busybox. No registry, no
// network, no change outside its folder.
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { waitUntil } from './wait-until.ts';

const BUSYBOX = '/bin/busybox';

/** A program that serves the engine's API. */
export interface EngineProgram {
  readonly file: string;
  /** The package that has it. */
  readonly package: string;
  /** Its arguments, with all its files in `folder` and its socket at `docker.sock` there. */
  arguments(folder: string): readonly string[];
  /** Writes its settings; returns variables for it. */
  prepare?(folder: string): Promise<Readonly<Record<string, string>>>;
}

const DOCKER: EngineProgram = {
  file: '/usr/sbin/dockerd',
  package: 'docker.io',
  arguments: (folder) => [
    '--storage-driver=vfs',
    '--iptables=false',
    '--ip6tables=false',
    '--bridge=none',
    `--data-root=${folder}/data`,
    `--exec-root=${folder}/exec`,
    `--pidfile=${folder}/docker.pid`,
    `--host=unix://${folder}/docker.sock`,
  ],
};
/** The image that every test engine has. */
export const TEST_IMAGE = 'gatehouse-test/busybox:1';

const run = promisify(execFile);

/** A running engine. */
export interface TestEngine {
  readonly docker: Docker;
  readonly socketPath: string;
  /** Variables that make Gatehouse use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its folder; removed with it. */
  readonly folder: string;
  /** Whether a process in a container is running. A zombie counts as ended. */
  isAlive(container: string, pid: number): Promise<boolean>;
  /** Stops the daemon, which stops its containers. */
  halt(): Promise<void>;
  /** Starts the daemon again. */
  restart(): Promise<void>;
  /** Ends the daemon and everything it started. */
  stop(): Promise<void>;
}

/** Why no engine can be started here; undefined if one can. */
export function missingEngineParts(program = DOCKER): string | undefined {
  if (process.platform !== 'linux') return 'the container engine of the tests needs Linux';
  if (process.getuid?.() !== 0) return 'starting a container engine needs root';
  for (const file of [program.file, BUSYBOX])
    if (!existsSync(file)) return `${file} is missing: apt-get install ${program.package} busybox-static`;
  return undefined;
}

/** Starts an engine, or returns why that is impossible, for tests that are then skipped by name. */
export async function openTestEngine(program = DOCKER): Promise<TestEngine | string> {
  const missing = missingEngineParts(program);
  if (missing !== undefined) return missing;
  const folder = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-docker-'));
  const socketPath = path.join(folder, 'docker.sock');
  const docker = new Docker({ socketPath });
  let daemon: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    daemon = await startDaemon(program, folder, docker);
  };
  const stop = async (): Promise<void> => {
    await removeContainers(docker);
    await endDaemon(daemon, 'SIGTERM');
    await killBelow(folder);
    await unmountBelow(folder);
    await fs.rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
    await importBusybox(docker, folder);
    await probe(docker);
  } catch (error) {
    await stop();
    return `${program.file} can't run here: ${String(error)}`;
  }
  return {
    docker,
    socketPath,
    folder,
    environment: { DOCKER_HOST: `unix://${socketPath}` },
    isAlive: (container, pid) => isAlive(docker, container, pid),
    halt: () => endDaemon(daemon, 'SIGTERM'),
    restart: start,
    stop,
  };
}

async function startDaemon(program: EngineProgram, folder: string, docker: Docker): Promise<ChildProcess> {
  const log = await fs.open(path.join(folder, 'daemon.log'), 'a');
  const env = { ...process.env, ...(await program.prepare?.(folder)) };
  // It must not outlive the tests, even if they are killed.
  const daemon = spawn('setpriv', ['--pdeathsig', 'TERM', program.file, ...program.arguments(folder)], {
    env,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  let hasEnded = false;
  daemon.once('error', () => (hasEnded = true));
  daemon.once('exit', () => (hasEnded = true));
  await waitUntil('the Docker engine', async () => {
    if (hasEnded) throw new Error(lastLines(path.join(folder, 'daemon.log')));
    return docker.ping().then(
      () => true,
      () => false,
    );
  });
  return daemon;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');
}

/** Runs a container with limits, which some kernels and sandboxes forbid. */
async function probe(docker: Docker): Promise<void> {
  const Ulimits = [{ Name: 'core', Soft: 0, Hard: 0 }];
  const limits = { Memory: 32 * 1024 * 1024, PidsLimit: 32, NetworkMode: 'none', ReadonlyRootfs: true, Ulimits };
  const container = await docker.createContainer({ Image: TEST_IMAGE, Cmd: ['/bin/true'], HostConfig: limits });
  await container.start();
  const { StatusCode } = await container.wait();
  await container.remove({ force: true });
  if (StatusCode !== 0) throw new Error(`a container ended with code ${StatusCode}`);
}

async function removeContainers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true }).catch(() => []);
  await Promise.all(
    containers.map(({ Id }) =>
      docker
        .getContainer(Id)
        .remove({ force: true })
        .catch(() => undefined),
    ),
  );
}

async function endDaemon(daemon: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (daemon === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill(signal);
  await ended;
}

/** Kills what the daemon left: processes whose command line names its folder. */
async function killBelow(folder: string): Promise<void> {
  const left = async (): Promise<readonly number[]> => {
    const { stdout } = await run('ps', ['-eo', 'pid=,args=']);
    const lines = stdout.split('\n').filter((line) => line.includes(`${folder}/`));
    return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
  };
  await waitUntil('the end of the daemon', async () => {
    const pids = await left();
    for (const pid of pids) killQuietly(pid);
    return pids.length === 0;
  });
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((mount) => mount.startsWith(`${folder}/`));
  for (const mount of mounts.toReversed()) await run('umount', ['-l', mount]).catch(() => undefined);
}

/** An image with busybox only. */
async function importBusybox(docker: Docker, folder: string): Promise<void> {
  const root = path.join(folder, 'root');
  for (const name of ['bin', 'etc', 'proc', 'sys', 'dev', 'tmp', 'home', 'usr/bin', 'var'])
    await fs.mkdir(path.join(root, name), { recursive: true });
  await fs.copyFile(BUSYBOX, path.join(root, 'bin/busybox'));
  await fs.chmod(path.join(root, 'bin/busybox'), 0o755);
  const applets = execFileSync(BUSYBOX, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const applet of applets) if (applet !== 'busybox') await fs.symlink('busybox', path.join(root, 'bin', applet));
  await fs.writeFile(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/:/bin/sh\n');
  await importFolder(docker, root, TEST_IMAGE);
}

/** Makes an image from a root filesystem. */
export async function importFolder(docker: Docker, root: string, name: string): Promise<void> {
  const archive = `${root}.tar`;
  await run('tar', ['-C', root, '-cf', archive, '.']);
  await importArchive(docker, archive, name);
}

/** Makes an image from the archive of a root filesystem. */
export async function importArchive(docker: Docker, archive: string, name: string): Promise<void> {
  // With its registry, because Podman looks for images without one there. It ignores a tag that is passed separately.
  const progress = await docker.importImage(archive, { repo: `docker.io/${name}` });
  await new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error === null ? resolve(undefined) : reject(error)));
  });
}

/** An image with busybox and this computer's socat; undefined without socat. */
export async function addSocatImage({ docker, folder }: TestEngine): Promise<string | undefined> {
  const socat = await run('which', ['socat']).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (socat === undefined) return undefined;
  const { stdout } = await run('ldd', [socat]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].flatMap(([, file]) => file ?? []);
  const root = path.join(folder, 'root-socat');
  await run('cp', ['-a', path.join(folder, 'root'), root]);
  for (const file of libraries) {
    await fs.mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await fs.copyFile(file, path.join(root, file));
  }
  await fs.copyFile(socat, path.join(root, 'bin/socat'));
  await importFolder(docker, root, 'gatehouse-test/socat:1');
  return 'gatehouse-test/socat:1';
}

async function isAlive(docker: Docker, container: string, pid: number): Promise<boolean> {
  try {
    const exec = await docker.getContainer(container).exec({
      Cmd: [
        '/bin/sh',
        '-c',
        `read -r line </proc/${pid}/stat 2>/dev/null || exit 1; case "\${line##*) }" in [ZX]*) exit 1;; esac`,
      ],
      AttachStdout: true,
    });
    const stream = await exec.start({});
    stream.resume();
    await new Promise((resolve) => stream.once('close', resolve).once('end', resolve));
    return (await exec.inspect()).ExitCode === 0;
  } catch {
    // The container is gone.
    return false;
  }
}
