// Runs the setup script of a project: once in each folder, before the first run there, on the machine of that session.
import type { ProjectSetup } from '#contract/types/projects.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import { errorMessage, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { setPhase, type ActiveRun } from '../runs/active-run.ts';
import { untilAborted } from '../runs/wait.ts';
import { approvalMode } from '../policy/modes.ts';
import type { Machine } from '../ports/machine.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import { isFolderTrusted } from '../trust/folder-trust.ts';
import { executeSetup, type SetupParts, type SetupPlace } from './execute-setup.ts';

/** The setups of all folders. */
export class ProjectSetups {
  readonly #parts: SetupParts;
  /** Scripts that run now, by folder. */
  readonly #active = new Map<string, Promise<ProjectSetup>>();
  readonly #stopping = new AbortController();

  constructor(parts: SetupParts) {
    this.#parts = parts;
  }

  /** Runs the script before a run if it hasn't run in the folder; returns why the run can't start. */
  async prepare(run: ActiveRun): Promise<RunError | undefined> {
    const { actor, agent, signal } = run;
    const { projectId, workspace = '' } = actor.record ?? {};
    const project = await this.#parts.projects.get(projectId);
    if (project?.defaults.setup === undefined || approvalMode(agent, actor.record) === 'plan') return undefined;
    const known = await this.read(workspace);
    if (known?.status === 'done' || !(await isFolderTrusted(this.#parts.ports, agent, workspace))) return undefined;
    if (known !== undefined && known.status !== 'running') return toRunError(known);
    setPhase(run, 'tool', 'Running the setup script');
    const place = { project, folder: workspace, sessionKey: actor.key, agentId: actor.agentId };
    const setup =
      this.#active.get(workspace) ?? this.#start(place, () => openSessionMachine(run.ports, agent, actor), signal);
    const ended = await untilAborted(setup, signal);
    return ended === undefined || ended.status === 'done' ? undefined : toRunError(ended);
  }

  /** The setup of a folder. One that an earlier process didn't finish is `interrupted`. */
  async read(folder: string): Promise<ProjectSetup | undefined> {
    const setup = await this.#parts.ports.store.projects.setup(folder);
    return setup === undefined ? undefined : this.#toCurrent(setup);
  }

  /** All setups of a project. */
  async list(projectId: string): Promise<readonly ProjectSetup[]> {
    return (await this.#parts.ports.store.projects.setups(projectId)).map((setup) => this.#toCurrent(setup));
  }

  /** Runs the script again, in the background. @throws {GatewayError} */
  async runAgain(place: SetupPlace, openMachine: () => Promise<Machine>): Promise<void> {
    if (place.project.defaults.setup === undefined)
      throw invalidRequest('This project has no setup script.', 'NO_SETUP', "Add one on the project's page.");
    if (this.#active.has(place.folder))
      throw unavailable('The setup script is already running in this folder.', {
        details: { code: 'SETUP_RUNNING', hint: 'Wait for it to finish.' },
      });
    void this.#start(place, openMachine, this.#stopping.signal);
  }

  /** Ends scripts, and waits until that is saved. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#active.values());
  }

  #start(place: SetupPlace, openMachine: () => Promise<Machine>, signal: AbortSignal): Promise<ProjectSetup> {
    const both = AbortSignal.any([signal, this.#stopping.signal]);
    const done = executeSetup(this.#parts, place, openMachine, both)
      .catch((error: unknown): ProjectSetup => {
        const { log, clock } = this.#parts.ports;
        log.error("Couldn't run the setup script of a project.", { error: errorMessage(error) });
        const { project, folder } = place;
        const startedAt = clock.now();
        return { projectId: project.id, folder, status: 'failed', startedAt, output: '', problem: errorMessage(error) };
      })
      .finally(() => this.#active.delete(place.folder));
    this.#active.set(place.folder, done);
    return done;
  }

  #toCurrent(setup: ProjectSetup): ProjectSetup {
    return setup.status === 'running' && !this.#active.has(setup.folder) ? { ...setup, status: 'interrupted' } : setup;
  }
}

/** A script that may have run is never repeated automatically. */
function toRunError({ status, exitCode, problem }: ProjectSetup): RunError {
  const reason =
    problem ?? (status === 'interrupted' ? 'It was interrupted.' : `It ended with exit code ${exitCode ?? 'unknown'}.`);
  return {
    code: 'setup-failed',
    message: `The setup script of this project didn't finish. ${reason}`,
    hint: 'Your message was kept. Run the setup script again, then retry the message.',
  };
}

/** The folder and session for which a script runs again. */
export function toSetupPlace(
  project: ProjectRecord,
  { key, agentId, workspace }: { readonly key: string; readonly agentId: string; readonly workspace: string },
): SetupPlace {
  return { project, folder: workspace, sessionKey: key, agentId };
}
