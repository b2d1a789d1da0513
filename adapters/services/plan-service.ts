// The files of a service for each system, and the commands that start and stop it.
import { join } from 'node:path';
import { launchdLabel, launchdPlist } from './launchd-plist.ts';
import { checkSettings, type ServiceFile, type ServiceSettings } from './service-settings.ts';
import { DEFAULT_ACCOUNT, sysusersEntry, systemdUnit } from './systemd-unit.ts';
import { encodeTask, windowsTask } from './windows-task.ts';

/** A command line of the service manager. */
export type ManagerCommand = readonly [program: string, ...args: string[]];

/** How a service is installed, started, and removed. */
export interface ServicePlan {
  /** The file that defines the service. */
  readonly main: ServiceFile;
  /** Files that must exist before, such as that of the account. */
  readonly before: readonly ServiceFile[];
  readonly prepare: readonly ManagerCommand[];
  readonly start: readonly ManagerCommand[];
  readonly stop: readonly ManagerCommand[];
  /** After the files are removed. */
  readonly settle: readonly ManagerCommand[];
}

/** Facts of this computer that the files depend on. */
export interface PlanFacts {
  readonly platform: NodeJS.Platform;
  readonly uid: number;
  /** Home folder of the person who installs it. */
  readonly personHome: string;
  /** `XDG_CONFIG_HOME`, if it is set. */
  readonly configFolder?: string;
  readonly systemdVersion?: number;
  /** Account of the person, as Windows writes it. */
  readonly windowsAccount?: string;
}

const FILE_MODE = 0o644;
const PRIVATE_MODE = 0o600;

/** The plan for a platform. @throws {ServiceError} if a value can't be used */
export function planService(settings: ServiceSettings, facts: PlanFacts): ServicePlan {
  checkSettings(settings);
  if (facts.platform === 'darwin') return launchdPlan(settings, facts);
  if (facts.platform === 'win32') return windowsPlan(settings, facts);
  return systemdPlan(settings, facts);
}

/** Where the file that defines a service is. */
export function mainPath(
  { name, scope, home }: Pick<ServiceSettings, 'name' | 'scope' | 'home'>,
  facts: PlanFacts,
): string {
  const { platform, personHome, configFolder = join(personHome, '.config') } = facts;
  if (platform === 'win32') return join(home, 'service', `${name}.xml`);
  if (platform === 'darwin')
    return join(
      scope === 'user' ? personHome : '/',
      'Library',
      scope === 'user' ? 'LaunchAgents' : 'LaunchDaemons',
      `${launchdLabel(name)}.plist`,
    );
  return scope === 'user'
    ? join(configFolder, 'systemd/user', `${name}.service`)
    : `/etc/systemd/system/${name}.service`;
}

/** Where the variables of a service are, unless another file is chosen. */
export function defaultEnvironmentFile(
  { name, scope, home }: Pick<ServiceSettings, 'name' | 'scope' | 'home'>,
  platform: NodeJS.Platform,
): string {
  return scope === 'system' && platform === 'linux' ? `/etc/${name}.env` : join(home, `${name}.env`);
}

function systemdPlan(settings: ServiceSettings, facts: PlanFacts): ServicePlan {
  const { name, scope, user = DEFAULT_ACCOUNT.user } = settings;
  const systemctl = (...args: string[]): ManagerCommand => [
    'systemctl',
    ...(scope === 'user' ? ['--user'] : []),
    ...args,
  ];
  const unit = `${name}.service`;
  const makesAccount = scope === 'system' && user === DEFAULT_ACCOUNT.user;
  const sysusers = `/etc/sysusers.d/${name}.conf`;
  return {
    main: { path: mainPath(settings, facts), mode: FILE_MODE, content: systemdUnit(settings, facts.systemdVersion) },
    before: makesAccount ? [{ path: sysusers, mode: FILE_MODE, content: sysusersEntry(settings) }] : [],
    prepare: makesAccount ? [['systemd-sysusers', sysusers]] : [],
    start: [systemctl('daemon-reload'), systemctl('enable', unit), systemctl('restart', unit)],
    stop: [systemctl('disable', '--now', unit)],
    settle: [systemctl('daemon-reload')],
  };
}

function launchdPlan(settings: ServiceSettings, facts: PlanFacts): ServicePlan {
  const path = mainPath(settings, facts);
  const domain = settings.scope === 'user' ? `gui/${facts.uid}` : 'system';
  return {
    // A daemon's file must be readable by launchd only; it contains no secrets.
    main: { path, mode: FILE_MODE, content: launchdPlist(settings) },
    before: [],
    prepare: [],
    start: [['launchctl', 'bootstrap', domain, path]],
    stop: [['launchctl', 'bootout', `${domain}/${launchdLabel(settings.name)}`]],
    settle: [],
  };
}

function windowsPlan(settings: ServiceSettings, facts: PlanFacts): ServicePlan {
  const path = mainPath(settings, facts);
  const task = windowsTask(settings, settings.user ?? facts.windowsAccount ?? '');
  return {
    main: { path, mode: PRIVATE_MODE, content: encodeTask(task) },
    before: [],
    prepare: [],
    start: [
      ['schtasks', '/Create', '/TN', settings.name, '/XML', path, '/F'],
      ['schtasks', '/Run', '/TN', settings.name],
    ],
    stop: [
      ['schtasks', '/End', '/TN', settings.name],
      ['schtasks', '/Delete', '/TN', settings.name, '/F'],
    ],
    settle: [],
  };
}
