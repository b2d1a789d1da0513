// One execution of a setup script: its output goes to the console and to everyone who watches, and its end is saved.
import type { ProjectSetup } from '#contract/types/projects.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { Publish } from '../engine/notices.ts';
import type { ExecResult, Machine } from '../ports/machine.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import { LiveOutput } from '../tools/live-output.ts';
import { toPlainOutput } from '../tools/plain-output.ts';
import { requireCommands } from '../workspaces/undecided-machine.ts';
import { readEnvironment } from './project-environment.ts';
import type { ProjectPorts, Projects } from './projects.ts';

const TIMEOUT_MS = 30 * 60_000;
const MAX_OUTPUT_BYTES = 256 * 1024;
/** Characters of output that are kept: the end, where errors are. */
const KEPT_OUTPUT = 32 * 1024;
const TITLE = 'Setup script';

/** What setups use. */
export interface SetupParts {
  readonly ports: ProjectPorts;
  readonly projects: Projects;
  readonly consoles: Pick<ConsoleFacet, 'open'>;
  readonly publish: Publish;
}

/** Where a script runs, and for which session. */
export interface SetupPlace {
  readonly project: ProjectRecord;
  readonly folder: string;
  readonly sessionKey: string;
  readonly agentId: string;
}

/** Runs the script to its end. A failure of the script or of its machine is a result. */
export async function executeSetup(
  { ports, consoles, publish }: SetupParts,
  place: SetupPlace,
  openMachine: () => Promise<Machine>,
  signal: AbortSignal,
): Promise<ProjectSetup> {
  const { project, folder, sessionKey, agentId } = place;
  const { clock, store, secretGuard } = ports;
  const started = { projectId: project.id, folder, startedAt: clock.now(), output: '' };
  const notify = (status: ProjectSetup['status'], text?: string): void =>
    publish({ kind: 'setup', projectId: project.id, sessionKey, status, ...defined({ text }) });
  await store.projects.saveSetup({ ...started, status: 'running' });
  notify('running');
  const sink = consoles.open({
    kind: 'command',
    title: TITLE,
    sessionKey,
    agentId,
    ownerId: project.ownerId,
    project: folder,
  });
  const live = new LiveOutput({
    clock,
    secretGuard,
    send: (text) => notify('running', text),
  });
  const end = await attempt(ports, place, openMachine, signal, (text) => {
    live.add(text);
    sink.write(text);
  });
  live.end();
  sink.end(end.exitCode ?? null);
  const output = secretGuard.mask(toPlainOutput(end.output)).slice(-KEPT_OUTPUT);
  const ended: ProjectSetup = { ...started, ...end, output, endedAt: clock.now() };
  await store.projects.saveSetup(ended);
  notify(ended.status);
  return ended;
}

type SetupEnd = Pick<ProjectSetup, 'status' | 'exitCode' | 'output' | 'problem'>;

async function attempt(
  ports: ProjectPorts,
  { project, folder }: SetupPlace,
  openMachine: () => Promise<Machine>,
  signal: AbortSignal,
  onOutput: (text: string) => void,
): Promise<SetupEnd> {
  try {
    const machine = await openMachine();
    requireCommands(machine);
    const env = await readEnvironment(ports, project, folder);
    const command = project.defaults.setup ?? '';
    const request = { command, env, pty: false, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_OUTPUT_BYTES };
    const running = await machine.exec(request, onOutput, signal);
    return toEnd(await running.finished, signal);
  } catch (error) {
    return { status: 'failed', output: '', problem: errorMessage(error) };
  }
}

function toEnd({ exitCode, timedOut, output, stoppedBy }: ExecResult, signal: AbortSignal): SetupEnd {
  if (exitCode === 0 && !timedOut) return { status: 'done', exitCode, output };
  const problem = signal.aborted
    ? 'It was stopped.'
    : timedOut
      ? 'It took longer than 30 minutes.'
      : stoppedBy === undefined
        ? undefined
        : `The machine stopped it (${stoppedBy}).`;
  return { status: 'failed', exitCode, output, ...defined({ problem }) };
}
