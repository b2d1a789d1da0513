// The systemd unit of a gateway. The system unit is hardened as far as commands of agents and bubblewrap allow.
import { markFor, startArguments, type ServiceSettings } from './service-settings.ts';
import { escapeSpecifiers, toUnitCommand, toUnitWord, toUnitList } from './systemd-escape.ts';

/** The first version of systemd that can increase the delay between restarts. */
const RESTART_STEPS_VERSION = 254;
/** Time until the gateway must be ready, s: a large database may have to be migrated. */
const START_SECONDS = 300;
/** Time to stop, s: longer than the ten seconds that the gateway takes at most. */
const STOP_SECONDS = 20;
const OPEN_FILES = 65_536;
/** The account and state folder that a system service has unless others are chosen. */
export const DEFAULT_ACCOUNT = { user: 'gatehouse', userHome: '/var/lib/gatehouse' } as const;
const PRIVATE_ROOTS = /^\/(home|root|run\/user)(\/|$)/;

/** The text of the unit. `version` is that of the installed systemd, if it is known. */
export function systemdUnit(settings: ServiceSettings, version = 0): string {
  const { home, program, scope, environmentFile, searchPath } = settings;
  const lines = [
    `# ${markFor(home)}`,
    '# Put changes into a drop-in file ("systemctl edit"): the next install replaces this file.',
    '[Unit]',
    'Description=Gatehouse, a gateway for AI agents',
    ...(scope === 'system' ? ['After=network-online.target', 'Wants=network-online.target'] : []),
    '# Never give up: the delay below keeps a failing start from using the processor.',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    'Type=exec',
    ...(scope === 'system' ? account(settings) : []),
    `Environment=${toUnitWord(`PATH=${searchPath}`)}`,
    `EnvironmentFile=-${escapeSpecifiers(environmentFile)}`,
    `ExecStart=${toUnitCommand([...program, ...startArguments(settings), '--verbose', '--log-format', 'json'])}`,
    '# The unit counts as started once the gateway can serve requests.',
    `ExecStartPost=${toUnitCommand([...program, 'service', 'ready', '--home', home, '--timeout', String(START_SECONDS)])}`,
    `TimeoutStartSec=${START_SECONDS + STOP_SECONDS}`,
    'Restart=on-failure',
    '# 2: invalid command line or settings, which a restart does not change.',
    'RestartPreventExitStatus=2',
    'RestartSec=2s',
    ...(version >= RESTART_STEPS_VERSION ? ['RestartSteps=6', 'RestartMaxDelaySec=2min'] : []),
    'KillMode=mixed',
    `TimeoutStopSec=${STOP_SECONDS}`,
    'StandardOutput=journal',
    'StandardError=journal',
    `SyslogIdentifier=${settings.name}`,
    `LimitNOFILE=${OPEN_FILES}`,
    '# A command of an agent that runs out of memory does not stop the gateway.',
    'OOMPolicy=continue',
    ...COMMON_PROTECTION,
    ...(scope === 'system' ? systemProtection(settings) : []),
    '',
    '[Install]',
    `WantedBy=${scope === 'system' ? 'multi-user.target' : 'default.target'}`,
  ];
  return `${lines.join('\n')}\n`;
}

const COMMON_PROTECTION = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'SystemCallArchitectures=native',
];

function account({ user = DEFAULT_ACCOUNT.user, userHome, groups }: ServiceSettings): readonly string[] {
  const isDefault = userHome === DEFAULT_ACCOUNT.userHome;
  return [
    `User=${user}`,
    ...(groups.length === 0 ? [] : [`SupplementaryGroups=${groups.join(' ')}`]),
    ...(isDefault ? ['StateDirectory=gatehouse', 'StateDirectoryMode=0700'] : []),
    `WorkingDirectory=${escapeSpecifiers(userHome)}`,
    'UMask=0077',
  ];
}

/** For system units only: a user's own manager can't protect mounts without a user namespace, in which `docker` has no access. */
function systemProtection({ home, userHome, writable, program }: ServiceSettings): readonly string[] {
  const isDefault = userHome === DEFAULT_ACCOUNT.userHome;
  const isInHome = [home, userHome, ...program, ...writable].some((path) => PRIVATE_ROOTS.test(path));
  const isCovered = isDefault && home.startsWith(`${userHome}/`);
  const paths = [...(isCovered ? [] : [home]), ...writable.map((path) => `-${path}`)];
  return [
    'CapabilityBoundingSet=',
    'ProtectSystem=strict',
    ...(paths.length === 0 ? [] : [`ReadWritePaths=${toUnitList(paths)}`]),
    `ProtectHome=${isInHome ? 'read-only' : 'yes'}`,
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'ProtectClock=yes',
    'ProtectControlGroups=yes',
    'ProtectKernelModules=yes',
    'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
    'KeyringMode=private',
    'RemoveIPC=yes',
    '# Left out on purpose. bubblewrap, which confines commands of agents, needs namespaces, mounts, and a new /proc:',
    '# RestrictNamespaces, SystemCallFilter, ProtectHostname, ProtectKernelTunables, ProtectKernelLogs, ProtectProc, ProcSubset.',
    '# Node compiles JavaScript in memory: MemoryDenyWriteExecute. The account owns files of agents: PrivateUsers, DynamicUser.',
  ];
}

/** Creates the account of a system service (sysusers.d(5)). */
export function sysusersEntry({ home, user = DEFAULT_ACCOUNT.user, userHome }: ServiceSettings): string {
  return `# ${markFor(home)}\nu ${user} - "Gatehouse" ${userHome} /usr/sbin/nologin\n`;
}
