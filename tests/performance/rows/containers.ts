// What a container adds to a command, and how long the first command in a fresh one takes. On a real engine; without one, no rows.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openTestEngine, TEST_IMAGE, type TestEngine } from '#tests/support/docker-engine.ts';
import { openDockerStage, type DockerStage } from '#tests/support/docker-stage.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';

const TARGET_EXEC_MS = 60;
const TARGET_FIRST_MS = 1_000;
const TIMEOUT_MS = 60_000;

/** Starts `fresh` containers, and runs `commands` commands in the last of them. */
export async function containerRows(fresh: number, commands: number): Promise<readonly Row[]> {
  const engine = await openTestEngine();
  if (typeof engine === 'string') {
    console.log(`  containers: skipped, ${engine}`);
    return [];
  }
  try {
    return await measure(engine, fresh, commands);
  } finally {
    await engine.stop();
  }
}

async function measure(engine: TestEngine, fresh: number, commands: number): Promise<readonly Row[]> {
  const first: number[] = [];
  const bareFirst: number[] = [];
  let added: readonly number[] = [];
  let plain: readonly number[] = [];
  for (let round = 0; round < fresh; round += 1) {
    bareFirst.push(await timed(() => runBare(engine)));
    const stage = await openDockerStage(engine);
    first.push(await timed(() => runIn(stage)));
    if (round === fresh - 1) ({ added, plain } = await compare(stage, commands));
    await stage.close();
  }
  const common = { unit: 'ms', better: 'lower' } as const;
  return [
    {
      ...common,
      id: 'container-exec',
      title: 'command in a running container, more than a plain process',
      value: median(added),
      target: TARGET_EXEC_MS,
      bare: median(plain),
      note: 'baseline: sh -c true on this computer',
    },
    {
      ...common,
      id: 'container-first',
      title: 'first command in a fresh container of a busybox image',
      value: median(first),
      target: TARGET_FIRST_MS,
      bare: median(bareFirst),
      note: 'from creating the container to the end of the command; baseline: the same without limits, by the engine alone',
    },
  ];
}

/** Alternates between both, so that the load of the machine affects them alike. */
async function compare(stage: DockerStage, commands: number) {
  const added: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < commands; round += 1) {
    const bare = await timed(runPlain);
    plain.push(bare);
    added.push((await timed(() => runIn(stage))) - bare);
  }
  return { added, plain };
}

async function runIn({ machine }: DockerStage): Promise<void> {
  const request = { command: 'true', pty: false, timeoutMs: TIMEOUT_MS, maxOutputBytes: 1_000 };
  const command = await machine.exec(request, () => undefined, new AbortController().signal);
  await command.finished;
}

/** A container without limits whose only process is the command. */
async function runBare({ docker }: TestEngine): Promise<void> {
  const options = { Image: TEST_IMAGE, Cmd: ['/bin/true'], HostConfig: { NetworkMode: 'none', AutoRemove: true } };
  const container = await docker.createContainer(options);
  const ended = container.wait({ condition: 'next-exit' });
  await container.start();
  await ended;
}

async function runPlain(): Promise<void> {
  await once(spawn('/bin/sh', ['-c', 'true'], { stdio: 'ignore' }), 'close');
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
