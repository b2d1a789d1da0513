// `gatehouse service status`: whether the service is installed and running, since when, its version, and its address.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockOwner, ownerOrigin, TOKEN_FILE } from '#adapters/home/lock-owner.ts';
import { hasSystemd, systemdState, type ManagerState } from '#adapters/services/service-manager.ts';
import { defined } from '#contract/types/defined.ts';
import { productVersion } from '#host/shell-settings.ts';
import { connectTo } from '../connection/gateway-connection.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatDuration, formatTime } from '../output/format-time.ts';
import type { CommandContext } from '../parser/command.ts';
import { isReady } from './await-ready.ts';
import { reportServiceErrors, targetService, type TargetService } from './target-service.ts';

/** The state of a service, as `--json` prints it. */
interface ServiceState {
  readonly name: string;
  readonly scope: string;
  readonly isInstalled: boolean;
  readonly path?: string;
  readonly home?: string;
  readonly isRunning: boolean;
  readonly isReady: boolean;
  readonly pid?: number;
  /** Unix ms. */
  readonly since?: number;
  readonly origin?: string;
  /** Of the running process, if this user may ask for it. */
  readonly version?: string;
  readonly manager?: ManagerState;
}

/** Prints the state. Exit codes: 0 if it runs, 3 if it doesn't, 1 if it isn't installed. */
export async function printStatus(context: CommandContext): Promise<ExitCode> {
  const target = await targetService(context);
  const state = await reportServiceErrors(() => readState(target));
  context.output.json({ ok: true, ...state });
  for (const line of describe(state, context)) context.output.line(line);
  return !state.isInstalled ? EXIT.failed : state.isReady ? EXIT.ok : EXIT.unreachable;
}

async function readState({ name, scope, facts, path, installedHome: home }: TargetService): Promise<ServiceState> {
  if (home === undefined) return { name, scope, isInstalled: false, isRunning: false, isReady: false };
  const owner = lockOwner(home);
  const origin = owner === undefined ? undefined : ownerOrigin(owner);
  const manager =
    facts.platform === 'linux' && hasSystemd() ? await systemdState(name, scope).catch(() => undefined) : undefined;
  return {
    name,
    scope,
    isInstalled: true,
    path,
    home,
    isRunning: owner !== undefined,
    isReady: origin !== undefined && (await isReady(origin)),
    ...defined({ pid: owner?.pid, since: owner?.since, origin, manager }),
    ...defined({ version: origin === undefined ? undefined : await runningVersion(origin, home) }),
  };
}

/** The version of the running process. Only its owner, whose token is readable, may ask for it. */
async function runningVersion(origin: string, home: string): Promise<string | undefined> {
  try {
    const token = readFileSync(join(home, TOKEN_FILE), 'utf8').trim();
    const client = await connectTo({ origin }, { token, scopes: ['operator.read'] });
    const version = client.hello()?.server.version;
    client.stop();
    return version;
  } catch {
    return undefined;
  }
}

function describe(state: ServiceState, { output }: CommandContext): readonly string[] {
  const { name, scope, isInstalled, isRunning, path, home, pid, since, origin, version, manager } = state;
  if (!isInstalled)
    return [`The ${scope} service "${name}" is not installed. To install it: gatehouse service install`];
  const dot = output.colorize(state.isReady ? 'green' : 'red', '●');
  const running = isRunning ? (state.isReady ? 'running' : 'running, but not ready') : 'not running';
  const installed = productVersion();
  return [
    `${dot} The ${scope} service "${name}" is ${running}${origin === undefined ? '' : ` at ${origin}`}`,
    ...(since === undefined
      ? []
      : [`  since     ${formatTime(since)} (${formatDuration(Date.now() - since)}), PID ${pid}`]),
    ...(version === undefined
      ? []
      : [
          `  version   ${version}${version === installed ? '' : `; installed is ${installed}, restart the service to use it`}`,
        ]),
    `  home      ${home}`,
    `  file      ${path}`,
    ...(manager === undefined ? [] : [describeManager(manager, pid)]),
    ...(isRunning ? [] : ['  To find out why: gatehouse doctor']),
  ];
}

function describeManager({ isEnabled, state, restarts, result, pid }: ManagerState, owner: number | undefined): string {
  const parts = [
    isEnabled ? 'starts with the computer' : 'does not start with the computer',
    state,
    ...(restarts === 0 ? [] : [`${restarts} restarts`]),
    ...(result === undefined ? [] : [`last result: ${result}`]),
    ...(owner !== undefined && pid !== owner ? [`another process (PID ${owner}) uses the home folder`] : []),
  ];
  return `  systemd   ${parts.join(', ')}`;
}
