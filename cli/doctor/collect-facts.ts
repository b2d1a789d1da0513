// What all checks start from: the paths, the configuration, the owner of the home folder, and a connection to it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { load, type Loaded } from '#adapters/configuration/load.ts';
import type { Environment } from '#adapters/configuration/substitution.ts';
import { lockOwner, ownerOrigin, TOKEN_FILE, type LockOwner } from '#adapters/home/lock-owner.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';
import { connectTo } from '../connection/gateway-connection.ts';

/** Facts about one installation. */
export interface DoctorFacts {
  readonly environment: Environment;
  readonly home: string;
  readonly database: string;
  readonly port: number;
  readonly configurationFile: string;
  /** Undefined if the file can't be read. */
  readonly configuration?: Loaded;
  readonly configurationError?: string;
  /** The running gateway. */
  readonly owner?: LockOwner;
  readonly origin?: string;
  /** A connection with all scopes. */
  readonly client?: GatewayClient;
  /** Why there is no connection although a gateway runs. */
  readonly connectionError?: string;
  /** No requests to model providers and other outside services. */
  readonly isOffline: boolean;
  readonly now: number;
}

/** Collects the facts. The caller stops the client. */
export async function collectFacts(environment: Environment, isOffline: boolean): Promise<DoctorFacts> {
  const { home, port } = settingsFromEnvironment(environment);
  const data = resolve(environment['GATEHOUSE_DATA'] || home);
  const configurationFile = resolve(environment['GATEHOUSE_CONFIG'] || join(home, 'gatehouse.json5'));
  const workspaces = resolve(environment['GATEHOUSE_WORKSPACES'] || join(home, 'workspaces'));
  const owner = lockOwner(home);
  const origin = owner === undefined ? undefined : ownerOrigin(owner);
  return {
    environment,
    home,
    database: join(data, 'gatehouse.db'),
    port,
    configurationFile,
    isOffline,
    now: Date.now(),
    ...(await readConfiguration({ file: configurationFile, home, workspaces, environment })),
    ...defined({ owner, origin }),
    ...(origin === undefined ? {} : await connectToOwner(origin, home)),
  };
}

async function readConfiguration(source: Parameters<typeof load>[0]) {
  try {
    return { configuration: await load(source) };
  } catch (error) {
    return { configurationError: errorMessage(error) };
  }
}

async function connectToOwner(origin: string, home: string) {
  try {
    const token = readFileSync(join(home, TOKEN_FILE), 'utf8').trim();
    return { client: await connectTo({ origin }, { token, scopes: ['operator.admin'] }) };
  } catch (error) {
    return { connectionError: errorMessage(error) };
  }
}

/** The closest existing folder of a path. */
export function closestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : closestFolder(dirname(path));
}
