// The installed service: whether it starts with the computer, and whether others can change its files.
import { lstatSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { checkProgram, quoteShell } from '#adapters/services/check-program.ts';
import { mainPath, type PlanFacts } from '#adapters/services/plan-service.ts';
import { readPlainFile } from '#adapters/services/service-files.ts';
import { hasSystemd, lingers, systemdState } from '#adapters/services/service-manager.ts';
import { readMark, type ServiceScope } from '#adapters/services/service-settings.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { findProgram } from '../../service/find-program.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

const OTHERS_WRITE = 0o022;
const NAME = 'gatehouse';

export const SERVICE_CHECK: Check = {
  id: 'service',
  title: 'Service',
  run: async (facts) => {
    const found = (['system', 'user'] as const).flatMap((scope) => findInstalled(scope, facts));
    if (found.length === 0) return [note('Not installed as a service', 'gatehouse service install')];
    return (await Promise.all(found.map((installed) => diagnose(installed)))).flat();
  },
};

interface Installed {
  readonly scope: ServiceScope;
  readonly path: string;
}

function findInstalled(scope: ServiceScope, { environment, home }: DoctorFacts): readonly Installed[] {
  const configFolder = environment['XDG_CONFIG_HOME'];
  const facts: PlanFacts = {
    platform: process.platform,
    uid: userInfo().uid,
    personHome: environment['HOME'] || homedir(),
    ...(configFolder ? { configFolder } : {}),
  };
  const path = mainPath({ name: NAME, scope, home }, facts);
  try {
    return readMark(readPlainFile(path) ?? '') === home ? [{ scope, path }] : [];
  } catch {
    // A link or a foreign file: no service of ours.
    return [];
  }
}

async function diagnose({ scope, path }: Installed): Promise<readonly Finding[]> {
  return [...(await state(scope)), ...writable(path), ...program(scope)];
}

async function state(scope: ServiceScope): Promise<readonly Finding[]> {
  if (process.platform !== 'linux' || !hasSystemd()) return [ok(`Installed as a ${scope} service`)];
  const systemctl = `systemctl ${scope === 'user' ? '--user ' : ''}`;
  const found = await systemdState(NAME, scope).catch(() => undefined);
  const isLasting = scope === 'system' || (await lingers(userInfo().username));
  return [
    found?.isEnabled === true
      ? ok(`Installed as a ${scope} service that starts with the computer`)
      : warning("The service doesn't start with the computer", `${systemctl}enable ${NAME}`),
    ...(found?.state === 'failed'
      ? [problem('The service has failed', `journalctl ${scope === 'user' ? '--user ' : ''}-u ${NAME} -n 50`)]
      : []),
    ...(isLasting
      ? []
      : [warning('The service stops when you sign out', `loginctl enable-linger ${userInfo().username}`)]),
  ];
}

function writable(path: string): readonly Finding[] {
  if (process.platform === 'win32' || (lstatSync(path).mode & OTHERS_WRITE) === 0) return [];
  return [problem(`Others can change ${path}`, `chmod go-w ${quoteShell(path)}`)];
}

function program(scope: ServiceScope): readonly Finding[] {
  try {
    const { uid, gid } = userInfo();
    checkProgram(findProgram(), { scope, uid, gid });
    return [];
  } catch (error) {
    return [problem(errorMessage(error))];
  }
}
