// The environment variables that Gatehouse reads, for help and docs/cli.md. Those of providers come from their declarations.
import { PROVIDERS } from '#adapters/providers/registry.ts';

/** A variable and what it sets. */
export type VariableRow = readonly [name: string, text: string];

/** Variables under one heading. */
export interface VariableGroup {
  readonly title: string;
  readonly rows: readonly VariableRow[];
}

const GATEHOUSE: readonly VariableRow[] = [
  ['GATEHOUSE_HOME', 'Home folder (default: ~/.gatehouse)'],
  ['GATEHOUSE_CONFIG', 'Configuration file (default: gatehouse.json5 in the home folder)'],
  ['GATEHOUSE_DATA', 'Folder for the database, its backups, and logs (default: the home folder)'],
  ['GATEHOUSE_WORKSPACES', 'Folder for new workspaces (default: workspaces in the home folder)'],
  ['GATEHOUSE_PASSPHRASE', 'Passphrase that encrypts stored secrets, instead of the system keychain or a key file'],
  ['GATEHOUSE_BACKUP_PASSPHRASE', 'Passphrase of encrypted backups, for "gatehouse backup"'],
  ['GATEHOUSE_PORT', 'Port of the local gateway (default: 18789)'],
  ['GATEHOUSE_MODEL', 'Default model for "start" and "chat", as provider/model'],
  ['GATEHOUSE_TRUSTED_FOLDERS', 'Folders to trust without asking, separated like PATH'],
  [
    'GATEHOUSE_MACHINE',
    'Machine for agents without their own, unless machines.default sets one: docker, confined, host, or ssh',
  ],
  ['GATEHOUSE_URL', 'Gateway to connect to, such as https://192.168.1.20:18789'],
  ['GATEHOUSE_TOKEN', 'Gateway token or API key, instead of the saved one'],
];

const NETWORK: readonly VariableRow[] = [
  ['HTTPS_PROXY', 'Proxy for HTTPS requests'],
  ['HTTP_PROXY', 'Proxy for HTTP requests'],
  ['ALL_PROXY', 'Proxy for all other requests'],
  ['NO_PROXY', 'Hosts to connect to directly, separated by commas'],
  ['NODE_EXTRA_CA_CERTS', 'PEM file of additional certificate authorities'],
];

const OUTPUT: readonly VariableRow[] = [['NO_COLOR', 'Disable colors when set to any value']];

/** All groups, in the order of the help. */
export function environmentVariables(): readonly VariableGroup[] {
  return [
    { title: 'Environment variables', rows: [...GATEHOUSE, ...OUTPUT] },
    { title: 'Environment variables for model providers', rows: PROVIDERS.flatMap(providerRows) },
    { title: 'Environment variables for the network', rows: NETWORK },
  ];
}

function providerRows({ title, environment }: (typeof PROVIDERS)[number]): readonly VariableRow[] {
  const rows = [
    [environment.key, `${title} API key, unless one is stored`],
    [environment.baseUrl, `${title} base URL, unless one is configured`],
  ] as const;
  return rows.flatMap(([name, text]) => (name === undefined ? [] : [[name, text] as const]));
}
