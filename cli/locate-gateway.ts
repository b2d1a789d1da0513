// Finds the running gateway of a home folder: its port in the lock file, its token in the owner-only token file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ShellSettings } from '#host/shell-settings.ts';

const LOCK_FILE = 'gateway.lock';
const TOKEN_FILE = 'gateway.token';

/** Where to connect, and with what. Without `token` no gateway was ever started with this home. */
export interface GatewayLocation {
  readonly origin: string;
  readonly token?: string;
}

/** Looks at the files of `settings.home`; `givenToken` and GATEHOUSE_TOKEN go before the file. */
export function locateGateway(settings: ShellSettings, givenToken: string | undefined): GatewayLocation {
  const token = givenToken ?? settings.token ?? readText(join(settings.home, TOKEN_FILE))?.trim();
  const port = runningPort(settings.home) ?? settings.port;
  const origin = `http://${settings.bind}:${port}`;
  return token === undefined || token === '' ? { origin } : { origin, token };
}

/** The gateway may have taken another port than it was asked to: the lock names the real one. */
function runningPort(home: string): number | undefined {
  const text = readText(join(home, LOCK_FILE));
  if (text === undefined) return undefined;
  try {
    const lock: unknown = JSON.parse(text);
    const port = typeof lock === 'object' && lock !== null && 'port' in lock ? lock.port : undefined;
    return typeof port === 'number' && Number.isInteger(port) && port > 0 ? port : undefined;
  } catch {
    // A lock that is being written: the configured port is the best guess.
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No gateway was started here, or it is not ours to read.
    return undefined;
  }
}
